"""What a sentence of a target says: numbers with their units, the words around them, days.

Import proposes indicators from it, the checks hold records against it: one reading for both.
"""
