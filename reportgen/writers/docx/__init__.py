"""DOCX: Layout → WordprocessingML in a package made by python-docx.

``package`` puts the blocks one after the other and saves the file; ``paragraphs``, ``tables`` and
``charts`` write them, ``pages`` the sections with their headers and page numbers, ``styles`` what
holds for the whole file. ``wml`` makes the elements.
"""
