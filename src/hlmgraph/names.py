"""How alike two names of bodies are, and why.

Words that half the sector bears (habitat, office, OPH, groupe) count little, a number or an acronym
that differs counts much: ICF Habitat is not IDF Habitat, USH 74 is not the USH.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from math import fsum, pow
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from hlmgraph.french import fold

ALIKE: Final = 80.0
"""From here on two names may well be those of one body; below, they are two until shown to be one."""

_STOP: Final = """
    a au aux d dans de des du en et l la le les of par pour sur the un une
"""
_FORMS: Final = """
    anonyme esh groupe hlm office opac oph ophlm public publique sa
    saem sarl sas scic scp sem semiv societe
"""
_COMMON: Final = """
    association batir coop cooperative entreprise federation foyer france francais francaise habitat habitation immobilier
    immobiliere logement maison national nationale regional regionale residence social sociale
    union urbain urbaine
"""
_STOP_WORDS = frozenset(_STOP.split())
_WEIGHTS = dict.fromkeys(_FORMS.split(), 0.1) | dict.fromkeys(_COMMON.split(), 0.4)

_FUZZY_FROM = 5  # letters; shorter words are mostly acronyms, where one letter is another body
_FUZZY_LEAST = 0.8
_GLUED_FROM, _GLUED_LEAST = 13, 0.92
_ACRONYM_FROM = 3  # letters; two of them are the initials of too many things


class Likeness(NamedTuple):
    """How alike two names are, from 0 to 100, and the features (each from 0 to 1) that say why.

    `exact`: the same once folded. `words`: shared words, by weight. `distinctive`: shared words
    among those that are not common to the sector. `glued`: the letters, blanks apart.
    `acronym`: one gives the initials of the other. `numbers`: 0 when they bear different ones.
    """

    score: float
    features: dict[str, float]


def score(one: str, other: str) -> Likeness:
    """How alike two names of bodies are. The order does not matter; only equal folds give 100."""
    a, b = fold(one), fold(other)
    if a == b:
        return Likeness(100.0 if a else 0.0, {"exact": 1.0 if a else 0.0})
    left, right = _words(a), _words(b)
    short_left, short_right = _with_acronyms(left, right), _with_acronyms(right, left)
    pairs = _pairs(short_left, short_right)
    features = {
        "exact": 0.0,
        "words": _shared(short_left, short_right, pairs, _weight),
        "distinctive": _shared(short_left, short_right, pairs, _is_distinctive),
        "glued": OSA.normalized_similarity("".join(left), "".join(right)),
        "acronym": float((short_left, short_right) != (left, right)),
        "numbers": _numbers(short_left, short_right),
    }
    return Likeness(round(_total(features, left, right), 1), _rounded(features))


def ranked(
    name: str, others: Iterable[str], *, least: float = ALIKE, limit: int | None = None
) -> list[tuple[str, Likeness]]:
    """The other names at least so much like `name`, the most alike first, then by alphabet."""
    scored = [(other, score(name, other)) for other in set(others)]
    kept = [(other, likeness) for other, likeness in scored if likeness.score >= least]
    return sorted(kept, key=lambda pair: (-pair[1].score, pair[0]))[:limit]


def _rounded(features: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in features.items()}


def _total(features: dict[str, float], left: tuple[str, ...], right: tuple[str, ...]) -> float:
    total = 100 * features["words"]
    if features["acronym"]:
        total *= 0.93  # initials prove less than words
    if _may_be_glued(left, right) and features["glued"] >= _GLUED_LEAST:
        total = max(total, 95 * features["glued"])
    if features["numbers"] < 1:
        total = min(total, 70 * features["numbers"] + 30)
    return min(total, 99.0)


def _may_be_glued(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether letters may be compared across words: the blanks differ, and the text is long."""
    shortest = min(sum(map(len, left)), sum(map(len, right)))
    return "".join(left) == "".join(right) or (len(left) != len(right) and shortest >= _GLUED_FROM)


@lru_cache(maxsize=8192)
def _words(folded: str) -> tuple[str, ...]:
    """The words that mean something, without the plural; all of them if none does."""
    words = folded.split()
    meaning = [word for word in words if word not in _STOP_WORDS] or words
    return _once(tuple(_singular(word) for word in meaning))


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name that spells out its own acronym, `USH (Union sociale pour l'habitat)`, said once."""
    for word in words:
        run = next(_runs(word, words), None)
        if run is not None:
            return _once((*words[: run[0]], *words[run[1] :]))
    return words


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 5 and word.endswith("s") else word


def _weight(word: str) -> float:
    return _WEIGHTS.get(word, 1.0)


def _is_distinctive(word: str) -> float:
    return float(_weight(word) == 1)


def _numbers(left: Iterable[str], right: Iterable[str]) -> float:
    """1 for the same numbers, 0.5 when only one name bears any, 0 when they differ."""
    ones, others = ({word for word in side if _has_digit(word)} for side in (left, right))
    if ones == others:
        return 1.0
    return 0.0 if ones and others else 0.5


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


# --- words against words


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < _FUZZY_FROM or _has_digit(one) or _has_digit(other):
        return 0.0
    # One letter of six makes another name (Néolia, Néolis) more often than a slip.
    return pow(OSA.normalized_similarity(one, other, score_cutoff=_FUZZY_LEAST), 1.5)


class _Pair(NamedTuple):
    likeness: float
    one: str
    other: str


def _pairs(left: tuple[str, ...], right: tuple[str, ...]) -> list[_Pair]:
    """Each word with at most one of the other side, the best matches first."""
    found = [
        (-likeness, sorted((one, other)), i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (likeness := _alike(one, other))
    ]
    pairs, taken_left, taken_right = [], set(), set()
    for negative, _, i, j in sorted(found):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append(_Pair(-negative, left[i], right[j]))
    return pairs


def _shared(
    left: Iterable[str], right: Iterable[str], pairs: list[_Pair], weight: Callable[[str], float]
) -> float:
    """The weight of what is shared over the weight of all; 1 when nothing weighs."""
    shared = fsum(pair.likeness * (weight(pair.one) + weight(pair.other)) / 2 for pair in pairs)
    paired = fsum((weight(pair.one) + weight(pair.other)) / 2 for pair in pairs)
    both = fsum(map(weight, left)) + fsum(map(weight, right))
    whole = both - paired
    return shared / whole if whole > 0 else 1.0


# --- acronyms


def _with_acronyms(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """`words`, where a run that an acronym of `other` stands for gives way to that acronym."""
    for acronym in sorted(set(other) - set(words), key=lambda word: (-len(word), word)):
        run = next(_runs(acronym, words), None)
        if run is not None:
            words = (*words[: run[0]], acronym, *words[run[1] :])
    return words


def _runs(acronym: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if len(acronym) < _ACRONYM_FROM:
        return
    for start in range(len(words) - 1):
        end = _spelt(acronym, words, start)
        if end is not None and end - start > 1:
            yield start, end


def _spelt(letters: str, words: tuple[str, ...], start: int) -> int | None:
    """Where the run from `start` ends whose words give `letters`, a short word whole (SM + HLM)."""
    if not letters:
        return start
    if start == len(words):
        return None
    word = words[start]
    ends = [_spelt(letters[1:], words, start + 1)] if letters[0] == word[0] else []
    if 1 < len(word) <= 4 and letters.startswith(word):
        ends.append(_spelt(letters[len(word) :], words, start + 1))
    return next((end for end in ends if end is not None), None)
