"""Import a published target table: text from a web page, xlsx or docx → a proposed targets.yaml.

``grid`` is what every reader returns; ``columns`` and ``rows`` make targets of it, ``indicators``
proposes what is measurable in their content, ``writing`` writes the YAML.
"""
