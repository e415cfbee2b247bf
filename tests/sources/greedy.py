"""Stands for a library that a foreign file leads to ask for far more memory than there is."""

from reportgen.sources.foreign import answer


def _greedy(name: str, content: bytes, request: object) -> int:
    return len(bytearray(2**40))


if __name__ == "__main__":
    answer(_greedy)
