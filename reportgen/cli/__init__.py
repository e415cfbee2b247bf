"""The command line: words and options over the desk, Chinese, one JSON object with ``--json``."""

import os
import signal
import sys
from contextlib import suppress

_INTERRUPTED = 130  # what shells say of a process that SIGINT ended
_AGAIN_SECONDS = 0.5


def main() -> None:
    """Run the program and exit with a documented code; Ctrl+C ends it in one word at any time."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # none in the background
        for each in (signal.SIGINT, signal.SIGALRM):
            signal.signal(each, _interrupt)
    try:
        from reportgen.cli.program import run_program  # here, where an interrupt is caught

        sys.exit(run_program())
    except KeyboardInterrupt:
        with suppress(OSError):
            os.write(2, "已中断\n".encode())
        os._exit(_INTERRUPTED)  # all is cleared away; leaving as usual could be interrupted again


def _interrupt(*_: object) -> None:
    """Interrupt, and again a little later: libraries (WeasyPrint drawing a picture) swallow it."""
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
    raise KeyboardInterrupt
