"""Excel forms: one workbook a responsible unit, out and back.

``columns`` is what writer and reader share; ``assignments`` who reports what; ``writing`` makes
workbooks; ``reading`` finds rows in what came back, ``values`` reads cells, ``intake`` judges rows;
``storing`` edits the progress file, ``admission`` leaves out what ``check`` refuses, ``marking``
returns copies, ``status`` says who is late.
"""
