"""Excel forms: one workbook a responsible unit, out and back.

``form`` is what writer and reader share: columns, and who reports what; ``writing`` makes
workbooks; ``returned`` finds rows in what came back and marks a copy, ``values`` reads cells,
``intake`` judges rows by the rules of entry and says who is late; ``storing`` edits the progress
file.
"""
