"""The typesetting tree: what a page shows, knowing nothing of targets, PDF or Word.

``markup`` makes a tree from the templates' output, ``typeset`` decides its lines and pages.
"""
