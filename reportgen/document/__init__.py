"""The typesetting tree: what a page shows, knowing nothing of targets, PDF or Word.

``markup`` makes a tree from the templates' output, ``numbering`` counts its headings, ``keep``
finds what may not be parted at a line's end, ``pagination`` decides where tables break.
"""
