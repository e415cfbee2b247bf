"""Document kinds: what each one's template is given, how its file is named.

A new kind is one module here, one template and one line in ``kinds``.
"""
