"""A rough width for tests: ASCII half as wide as Han."""

from __future__ import annotations


def width_em(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)
