"""Import a published target table: text from a web page, xlsx or docx → a proposed targets.yaml.

``reading`` makes rows of texts of a file, ``table`` finds the headings in them and makes targets,
``indicators`` proposes what is measurable in their content, ``writing`` writes the YAML.
"""
