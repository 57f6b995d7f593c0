"""A plot of seconds by number of reports, both axes by powers of ten, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 400, 60, 130, 20, 45
COLOURS = ("#1b6ca8", "#c0392b", "#1e8449", "#7d3c98")

SPACING = 14
"""Between the names of two lines."""

Points = Sequence[tuple[int, float]]


def plotted(lines: Mapping[str, Points]) -> str:
    """Draw the lines, and dashed what would be linear from the last point of the first of them."""
    known = [(log10(x), log10(y)) for points in lines.values() for x, y in points if y > 0]
    x_low, x_high = floor(min(x for x, _ in known)), ceil(max(x for x, _ in known))
    y_low, y_high = floor(min(y for _, y in known)), ceil(max(y for _, y in known))

    def at(x: float, y: float) -> str:
        across = LEFT + (x - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)
        down = HEIGHT - BOTTOM - (y - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)
        return f"{across:.1f},{down:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    ]
    for power in range(x_low, x_high + 1):
        parts += _grid(at(power, y_low), at(power, y_high), f"{10**power:,}", 0, 18, "middle")
    for power in range(y_low, y_high + 1):
        parts += _grid(at(x_low, power), at(x_high, power), f"{10.0**power:g} s", -8, 4, "end")
    first = [(log10(x), log10(y)) for x, y in next(iter(lines.values())) if y > 0]
    end_x, end_y = first[-1]
    start = max(x_low, end_x - (end_y - y_low))
    parts.append(_line([at(start, end_y - (end_x - start)), at(end_x, end_y)], "#999", dashed=True))
    free = float(HEIGHT)
    for colour, (name, points) in sorted(
        zip(COLOURS, lines.items(), strict=False), key=lambda each: each[1][1][-1][1]
    ):
        places = [at(log10(x), log10(y)) for x, y in points if y > 0]
        parts.append(_line(places, colour))
        parts += [_dot(place, colour) for place in places]
        across, down = (float(part) for part in places[-1].split(","))
        free = min(down + 4, free - SPACING)  # from the lowest line up, so that no two names stand in one place
        parts.append(f'<text x="{across + 8:.1f}" y="{free:.1f}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}" fill="#555">reports; dashed: linear</text></svg>\n')
    return "\n".join(parts)


def _grid(start: str, end: str, text: str, right: int, down: int, anchor: str) -> list[str]:
    across, along = (float(part) for part in start.split(","))
    place = f'x="{across + right:.1f}" y="{along + down:.1f}" text-anchor="{anchor}"'
    return [_line([start, end], "#e3e3e3"), f'<text {place} fill="#555">{text}</text>']


def _line(places: Sequence[str], colour: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<polyline points="{" ".join(places)}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>'


def _dot(place: str, colour: str) -> str:
    x, y = place.split(",")
    return f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
