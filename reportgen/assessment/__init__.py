"""Assessment: progress × target → completion, schedule gap, status.

``figures`` finds an indicator's numbers for a period, ``verdicts`` holds the rule of each kind,
``results`` gathers them for a whole table.
"""
