"""From markup, the subset of XHTML that templates produce, to the tree of a document."""
