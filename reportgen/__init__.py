"""Turn a government office's targets and progress data into documents that can be signed and sent.

``sources → model → checks, assessment → reports → templating → document → writers → publish``:
each stage takes a value and returns a value; only the first and the last touch files.
"""

__version__ = "0.1.0"
