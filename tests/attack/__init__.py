"""``make attack``: hostile inputs by the thousand, made from a seed; one table of what was seen.

Each module brings one run; ``contest.py`` is what they share, ``pool.py`` the processes that play.
"""
