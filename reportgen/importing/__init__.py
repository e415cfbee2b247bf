"""Import a published target table: a text, web page, workbook or docx → a proposed targets.yaml.

``reading`` makes blocks of cells of a file, ``grid`` finds the tables in them, ``heads`` what their
columns hold and ``rows`` what each row says, ``targets`` and ``table`` make targets of the rows,
``indicators`` proposes what is measurable in their content, ``writing`` writes the YAML.
"""
