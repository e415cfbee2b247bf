"""Bars for the README: how long each tool takes, the shorter the better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

_WIDTH, _LABEL, _BAR, _GAP = 760, 330, 20, 8
_OURS, _OTHERS = "#b3261e", "#9aa5b1"


def bars(groups: Mapping[str, Mapping[str, float]]) -> str:
    """Return an SVG with a group of bars for each title, in seconds by tool."""
    parts: list[str] = []
    down = 10
    for title, tools in groups.items():
        parts.append(f'<text x="10" y="{down + 16}" font-weight="bold">{escape(title)}</text>')
        down += 28
        for part in _group(tools, down):
            parts.append(part)
        down += len(tools) * (_BAR + _GAP) + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{down}" '
        f'font-family="sans-serif" font-size="14"><rect width="{_WIDTH}" height="{down}" '
        f'fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _group(tools: Mapping[str, float], down: int) -> Iterator[str]:
    longest = max(tools.values())
    room = _WIDTH - _LABEL - 90
    for index, (tool, seconds) in enumerate(sorted(tools.items(), key=lambda each: each[1])):
        top = down + index * (_BAR + _GAP)
        width = max(1.0, seconds / longest * room)
        colour = _OURS if tool.startswith("reportgen") else _OTHERS
        shown = f"{seconds:.3g} 秒" if seconds >= 1 else f"{seconds * 1000:.0f} 毫秒"
        yield f'<text x="{_LABEL - 8}" y="{top + 15}" text-anchor="end">{escape(tool)}</text>'
        yield f'<rect x="{_LABEL}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>'
        yield f'<text x="{_LABEL + width + 6:.1f}" y="{top + 15}">{shown}</text>'
