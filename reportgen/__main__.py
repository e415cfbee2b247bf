"""``python -m reportgen``: the program without its installed command, as child processes start it."""

from reportgen.cli import main

main()
