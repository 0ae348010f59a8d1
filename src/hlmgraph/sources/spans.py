"""Spans: where a phrase or some lines stand in a text, in code points of that text.

Texts are full of non-breaking spaces, of two kinds of apostrophes and of soft hyphens; people type
neither. So a phrase that is not found as it is, is looked for once all that is folded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hlmgraph.errors import SourceError


@dataclass(frozen=True, slots=True)
class Span:
    """Positions in a text, as `preuve: {de:, a:}` has them, and what stands there."""

    start: int
    end: int
    content: str
    exact: bool = True
    """Whether it was found as asked, and not once case, accents and blanks were folded."""


def find(text: str, phrase: str) -> list[Span]:
    """Where a phrase stands: as it is, or else once case, accents, blanks, dashes and quotes fold.

    Nothing for an empty phrase. Matches do not overlap.
    """
    wanted = phrase.strip()
    if not wanted:
        return []
    exact = [Span(at, at + len(wanted), wanted) for at in _occurrences(text, wanted)]
    return exact or list(_folded_matches(text, wanted))


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def _folded_matches(text: str, wanted: str) -> Iterator[Span]:
    folded, places = _fold(text)
    target = _fold(wanted)[0]
    if not target.strip():
        return
    for at in _occurrences(folded, target):
        start, end = places[at], places[at + len(target) - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1  # an accent written apart belongs to its letter
        yield Span(start, end, text[start:end], exact=False)


_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʼ′`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "œ": "oe",
        "æ": "ae",
        "…": "...",
    }
)


def _fold(text: str) -> tuple[str, list[int]]:
    """Comparable text, and for each of its signs the place in `text` that it comes from.

    Runs of blanks are one blank; what is invisible (soft hyphen, zero width) is nothing.
    """
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for folded in _folded_sign(sign):
            if folded == " " and signs and signs[-1] == " ":
                continue
            signs.append(folded)
            places.append(place)
    return "".join(signs), places


def _folded_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", sign.casefold().translate(_ALIKE)).translate(_ALIKE)
    return "".join(one for one in plain if not unicodedata.combining(one))


def lines(text: str, first: int, last: int) -> Span:
    """The lines `first` to `last` (from 1, both included), without the blanks around them.

    SourceError when the text has no such lines, or only blanks there.
    """
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    if not 1 <= first <= last <= len(starts):
        said = f"{first}-{last}"
        raise SourceError("no such lines", value=said, expected=f"from 1 to {len(starts)}")
    end = starts[last] - 1 if last < len(starts) else len(text)
    whole = text[starts[first - 1] : end]
    inner = whole.strip()
    if not inner:
        raise SourceError("these lines are blank", value=f"{first}-{last}")
    start = starts[first - 1] + len(whole) - len(whole.lstrip())
    return Span(start, start + len(inner), inner)


def tight(content: str, start: int) -> Span:
    """What remains of a passage without the blanks around it."""
    inner = content.strip()
    first = start + len(content) - len(content.lstrip())
    return Span(first, first + len(inner), inner)
