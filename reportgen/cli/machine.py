"""``doctor`` and ``fonts``: what this machine has and lacks."""

from __future__ import annotations
