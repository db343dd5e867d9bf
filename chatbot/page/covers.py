"""A cover for every film, drawn from its genre and year alone: the same film always has the same one.

No picture of anybody's: a motif for the most telling genre, in the printing inks of the decade. Screen readers skip it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 60, 90
# decade -> paper, first ink, second ink
INKS = {
    1930: ("#e6d9bd", "#3d3226", "#9c6b3c"), 1940: ("#c9cdc8", "#22282d", "#7d4f43"),
    1950: ("#e9d8b4", "#1f4e56", "#b5402c"), 1960: ("#efd9a7", "#5a3a22", "#d0712b"),
    1970: ("#d9b778", "#3e2a1e", "#8a3b1f"), 1980: ("#241b38", "#d9598c", "#4fb3b0"),
    1990: ("#1f3a35", "#e0a84e", "#c9573a"), 2000: ("#26333f", "#a9c0c4", "#d98a4a"),
    2010: ("#12343b", "#e7c9a0", "#d1643f"), 2020: ("#3a1f33", "#f0c4a8", "#7fa6a1"),
}  # fmt: skip
UNDATED = ("#d8d2c4", "#4a443a", "#8f6a4a")


def cover(item_id: str, genres: Sequence[str], year: int | None) -> str:
    """An inline SVG, 60 by 90."""
    a, b, c = INKS[min(max(year // 10 * 10, 1930), 2020)] if year else UNDATED
    chance = zlib.crc32(item_id.encode("utf-8"))
    paper, first, second = ((a, b, c), (a, c, b), (b, a, c))[chance // 7 % 3]
    motifs = [draw for genre, draw in MOTIFS.items() if genre in genres][:2] or [_drama]
    motif = motifs[chance // 3 % len(motifs)]
    mirror = f' transform="translate({WIDTH} 0) scale(-1 1)"' if chance & 1 else ""
    label = f"<text x='30' y='84' fill='{first}' text-anchor='middle'>{year}</text>" if year else ""
    return (
        f"<svg class='cover' viewBox='0 0 {WIDTH} {HEIGHT}' aria-hidden='true' focusable='false'>"
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='{paper}'/><g{mirror}>{motif(first, second, chance >> 1)}</g>"
        f"<rect y='74' width='{WIDTH}' height='16' fill='{paper}'/>{label}</svg>"
    )


def _circle(x: float, y: float, r: float, ink: str, hollow: float = 0) -> str:
    look = f"fill='none' stroke='{ink}' stroke-width='{hollow}'" if hollow else f"fill='{ink}'"
    return f"<circle cx='{x:g}' cy='{y:g}' r='{r:g}' {look}/>"


def _path(d: str, ink: str, width: float = 0) -> str:
    look = f"fill='none' stroke='{ink}' stroke-width='{width:g}'" if width else f"fill='{ink}'"
    return f"<path d='{d}' {look}/>"


def _sci_fi(a: str, b: str, n: int) -> str:
    tilt = -30 + n % 50
    ring = f"<ellipse cx='30' cy='38' rx='26' ry='7' transform='rotate({tilt} 30 38)'"
    stars = "".join(_circle(6 + (n >> k) % 48, 5 + (n >> (k + 3)) % 62, 0.8, a) for k in range(0, 24, 3))
    return f"{stars}{_circle(30, 38, 14, b)}{ring} fill='none' stroke='{a}' stroke-width='2'/>"


def _horror(a: str, b: str, n: int) -> str:
    teeth = "".join(f"L{x} {74 - (18 + (n >> x % 16) % 20)} L{x + 5} 74 " for x in range(3, 60, 10))
    return _circle(40 - n % 16, 26, 13, b) + _path(f"M0 74 {teeth}L60 74Z", a)


def _western(a: str, b: str, n: int) -> str:
    sun = _path(f"M{12 + n % 8} 50a18 18 0 0 1 36 0Z", b)
    return sun + _path("M0 50H60V74H0Z", a) + _path("M8 50V36M8 43h5v-6M52 50V41M52 46h-4v-4", a, 2.4)


def _noir(a: str, b: str, n: int) -> str:
    rise = 8 + n % 10
    slats = "".join(_path(f"M0 {y} L60 {y - rise}v5L0 {y + 5}Z", a) for y in range(8, 96, 10))
    return _circle(34, 30, 12, b) + slats


def _romance(a: str, b: str, n: int) -> str:
    apart = 7 + n % 5
    return f"{_circle(30 - apart, 36, 15, a)}<g style='mix-blend-mode:multiply'>{_circle(30 + apart, 36, 15, b)}</g>"


def _comedy(a: str, b: str, n: int) -> str:
    spots = (_circle(6 + (n >> k) % 48, 6 + (n >> (k + 4)) % 58, 2 + k % 3, (a, b)[k % 2]) for k in range(0, 20, 2))
    return "".join(spots) + _path("M14 40a16 16 0 0 0 32 0", a, 4)


def _crime(a: str, b: str, n: int) -> str:
    return "".join(_path(f"M{30 - r} 60V{34}a{r} {r} 0 0 1 {2 * r} 0V{60 - n % 9}", (a, b)[r % 2], 1.8) for r in
                   (4, 8, 13, 17, 22, 26))  # fmt: skip


def _war(a: str, b: str, n: int) -> str:
    return "".join(_path(f"M0 {y + 22} L30 {y} L60 {y + 22}v8L30 {y + 8} L0 {y + 30}Z", (a, b)[at % 2]) for at, y in
                   enumerate(range(2 + n % 8, 60, 17)))  # fmt: skip


def _animation(a: str, b: str, n: int) -> str:
    hops = [(8, 60, 6), (20, 34, 7), (33, 56, 5), (44, 22 + n % 12, 9)]
    return "".join(_circle(x, y, r, (b, a)[at % 2]) for at, (x, y, r) in enumerate(hops)) + _path(
        "M8 60Q14 22 20 34T33 56Q38 10 44 24", a, 0.9
    )


def _musical(a: str, b: str, n: int) -> str:
    tall = [14 + (n >> k) % 44 for k in range(0, 18, 2)]
    return "".join(_path(f"M{4 + 6 * at} 74V{74 - h}h4V74Z", (a, b)[at % 3 == 1]) for at, h in enumerate(tall))


def _documentary(a: str, b: str, n: int) -> str:
    rings = _circle(30, 36, 20, a, 2) + _circle(30, 36, 12, b, 3) + _circle(30, 36, 4 + n % 3, a)
    return rings + _path("M30 8V16M30 56V64M2 36H10M50 36H58", a, 1.4)


def _drama(a: str, b: str, n: int) -> str:
    folds = "".join(_path(f"M{x} 0Q{x + 6} {30 + n % 12} {x - 2} 74h5Q{x + 12} 36 {x + 5} 0Z", a) for x in (0, 9, 46))
    return _path("M18 74Q30 58 46 74Z", b) + folds + _path("M60 0Q52 40 60 74Z", a)


def _mystery(a: str, b: str, n: int) -> str:
    return _circle(30, 30, 22, b, 1.5) + _circle(30, 30, 9 + n % 3, a) + _path("M26 32h8l5 28H21Z", a)


def _fantasy(a: str, b: str, n: int) -> str:
    peak = 12 + n % 18
    star = _path("M44 8l2 6 6 2-6 2-2 6-2-6-6-2 6-2Z", b)
    return star + _path(f"M-6 74L{peak} 28 40 74Z", b) + _path("M14 74L40 38 66 74Z", a)


def _adventure(a: str, b: str, n: int) -> str:
    lines = "".join(_path(f"M-4 {y}q16-{8 + (n + y) % 9} 32 0t36 0", a, 1.4) for y in range(14, 74, 9))
    return lines + _path("M10 66L24 48M28 49L36 52M38 47L48 20", b, 2.4)


def _action(a: str, b: str, n: int) -> str:
    turn, rays = n % 20, []
    for at in range(0, 360, 24):
        low, high = math.radians(at + turn), math.radians(at + turn + 11)
        ends = " ".join(f"L{30 + 80 * math.cos(w):.1f} {38 + 80 * math.sin(w):.1f}" for w in (low, high))
        rays.append(_path(f"M30 38{ends}Z", a))
    return "".join(rays) + _circle(30, 38, 9, b)


def _children(a: str, b: str, n: int) -> str:
    sail = _path(f"M30 18V48L{46 + n % 6} 44Z", b) + _path("M28 24V48L14 45Z", a)
    return sail + _path("M10 50H50L43 60H17Z", a) + _path("M0 66q7.5-5 15 0t15 0 15 0 15 0", b, 2)


def _thriller(a: str, b: str, n: int) -> str:
    lean = 5 + n % 7
    squares = (
        f"<rect x='{30 - s}' y='{36 - s}' width='{2 * s}' height='{2 * s}' fill='none' stroke='{(a, b)[at % 2]}' "
        f"stroke-width='2' transform='rotate({lean * at} 30 36)'/>"
        for at, s in enumerate((4, 9, 14, 19, 24))
    )
    return "".join(squares)


# the most telling genre first
MOTIFS: dict[str, Callable[[str, str, int], str]] = {
    "Film-Noir": _noir, "Western": _western, "Musical": _musical, "Animation": _animation, "War": _war,
    "Documentary": _documentary, "Sci-Fi": _sci_fi, "Horror": _horror, "Fantasy": _fantasy, "Children": _children,
    "Mystery": _mystery, "Romance": _romance, "Crime": _crime, "Adventure": _adventure, "Comedy": _comedy,
    "Thriller": _thriller, "Action": _action, "Drama": _drama,
}  # fmt: skip
