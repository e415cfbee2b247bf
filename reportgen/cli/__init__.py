"""The command line: thin over the stages, messages in Chinese, one JSON object with ``--json``."""

from reportgen.cli.main import main

__all__ = ["main"]
