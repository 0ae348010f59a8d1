"""How French is written: fold a name, read dates, numbers and sums of money, bound a date."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from hlmgraph.errors import WordError

Shape: TypeAlias = Literal["gYear", "gYearMonth", "date", "within"]

# --- dates as data/sources writes them

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SHAPES: Final[tuple[Shape, ...]] = ("gYear", "gYearMonth", "date")


def bounds(literal: str) -> tuple[date, date]:
    """The first and the last day that a date may mean.

    `2020`, `2020-07`, `2020-07-14`, or `a/b`, a moment from somewhere in `a` to somewhere in `b`.
    WordError for another writing, a day that no calendar has, or an end before its start.
    """
    start, slash, end = literal.partition("/")
    first, last = _span(start, literal)
    if slash:
        last = _span(end, literal)[1]
    if first > last:
        raise WordError(
            "this interval ends before it starts", value=literal, expected="the earlier date first"
        )
    return first, last


def shape(literal: str) -> Shape:
    """How precise a date is: `gYear`, `gYearMonth`, `date`, or `within` for `a/b`.

    WordError as in `bounds`.
    """
    bounds(literal)
    return "within" if "/" in literal else _SHAPES[literal.count("-")]


@lru_cache(maxsize=4096)
def _span(text: str, literal: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise WordError(
            "this is not a date",
            value=literal,
            expected="2020, 2020-07, 2020-07-14, or two of them with / between (a moment within)",
        )
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or month not in (None, *range(1, 13)):
        raise WordError(
            "no calendar has this date", value=literal, expected="a year from 0001, a month to 12"
        )
    start, end = month or 1, month or 12
    days = monthrange(year, end)[1]
    if day is not None and not 1 <= day <= days:
        raise WordError(
            "no calendar has this day", value=literal, expected=f"a day from 01 to {days}"
        )
    return date(year, start, day or 1), date(year, end, day or days)


# --- names

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_DOTTED = re.compile(r"(?<!\w)(?:\w\.)+\w(?!\w)")
_SEPARATORS = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """Text to compare: small letters and digits in words, one blank between them, no accents.

    Ligatures open, `&` becomes `et`, points inside acronyms go (`H.L.M.` is `hlm`), apostrophes,
    dashes, points and every kind of blank become blanks. Folding twice changes nothing.
    """
    if name.isascii():
        text = name.lower()
    else:
        text = _without_marks(_without_marks(name))
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return " ".join(_SEPARATORS.sub(" ", text.replace("&", " et ")).split())


def _without_marks(text: str) -> str:
    # Signs such as ™ and ® decompose into letters that nobody pronounces.
    kept = "".join(sign for sign in text if unicodedata.category(sign) not in ("So", "Cf"))
    decomposed = unicodedata.normalize("NFKD", kept.casefold()).casefold().translate(_LIGATURES)
    return "".join(sign for sign in decomposed if not unicodedata.category(sign).startswith("M"))


# --- dates as texts write them

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(_MONTHS)
_LEAD = r"(?:(?:le|en|au|du|mois de|mois d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )*"
_DAY = r"(?P<{0}>[0-9]{{1,2}})(?:er)?"
_IN_WORDS = re.compile(
    rf"{_LEAD}(?:{_DAY.format('day')} )?(?P<month>{_MONTH}) (?P<year>[0-9]{{4}})", re.ASCII
)
_FROM_TO = re.compile(
    rf"{_LEAD}{_DAY.format('start')}(?: (?P<month>{_MONTH})(?: (?P<year>[0-9]{{4}}))?)?"
    rf" (?:au|et) {_LEAD}(?P<end>[0-9]{{1,2}}(?:er)? (?:{_MONTH}) (?P<end_year>[0-9]{{4}}))",
    re.ASCII,
)
_IN_FIGURES = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?P<sign>[/. -]))?(?P<month>[0-9]{1,2})(?(sign)(?P=sign)|[/. -])"
    r"(?P<year>[0-9]{4})"
)


def read_date(text: str) -> str:
    """The date that a French text gives, as `data/sources` writes it and no more precise.

    `12 juin 2020`, `vendredi 1er mars 2019`, `juin 2020`, `2020`, `12/06/2020` (day first),
    `06/2020`; `du 26 au 28 septembre 2017` gives `2017-09-26/2017-09-28`. WordError for the rest.
    """
    iso = _iso(text.strip())
    try:
        bounds(iso)
    except WordError as error:
        raise WordError(
            error.what,
            value=text,
            expected=error.expected if iso != text.strip() else "a French date (12 juin 2020)",
        ) from error
    return iso


def _iso(text: str) -> str:
    figures = _IN_FIGURES.fullmatch(text)
    if figures is not None:
        return _joined(figures["year"], int(figures["month"]), figures["day"])
    # Any other sign, a ? for one, says something that folding would take away.
    words = "" if re.search(r"[^\w\s.,'’()-]", text) else fold(text)
    period = _FROM_TO.fullmatch(words)
    if period is not None:
        end = _iso(period["end"])
        month = _MONTHS[period["month"]] if period["month"] else int(end[5:7])
        start = _joined(period["year"] or period["end_year"], month, period["start"])
        return f"{start}/{end}"
    moment = _IN_WORDS.fullmatch(words)
    if moment is not None:
        return _joined(moment["year"], _MONTHS[moment["month"]], moment["day"])
    return re.sub(r"^(?:en|année|l['’]année) (?=[0-9]{4}$)", "", text)


def _joined(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")


# --- numbers and money

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_NUMBER = re.compile(
    r"(?P<sign>[-−+])? ?(?:"
    r"(?P<spaced>[0-9]{1,3}(?: [0-9]{3})+)(?:,(?P<part1>[0-9]+))?"
    r"|(?P<dotted>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<part2>[0-9]+))?"
    r"|(?P<plain>[0-9]+)(?:[.,](?P<part3>[0-9]+))?)"
)
_AMOUNT = re.compile(
    r"(?P<number>.*?[0-9]) ?(?P<scale>milliers?|millions?|milliards?|mds?|m|k)? ?"
    r"(?:d ?['’] ?|de )?(?:€|euros?|eur)",
    re.IGNORECASE,
)
_SCALES: Final = {"k": 3, "millier": 3, "m": 6, "million": 6, "md": 9, "milliard": 9}


def read_number(text: str) -> Decimal:
    """A number as French writes it: `1 234,5`, `170 000` with any blank, `1.500` (thousands).

    A comma is always decimal; a point is one only where it cannot part thousands (`1.5`, `0.500`).
    WordError for what is no number, and for two meanings of a sign in one number (`1 234.567`).
    """
    found = _NUMBER.fullmatch(_BLANKS.sub(" ", text.strip()))
    if found is None:
        raise WordError("this is not a number", value=text, expected="1 234,5 or 1.500 or 12")
    whole = found["spaced"] or found["dotted"] or found["plain"]
    part = found["part1"] or found["part2"] or found["part3"]
    digits = re.sub(r"[ .]", "", whole) + (f".{part}" if part else "")
    return Decimal(("-" if found["sign"] in ("-", "−") else "") + digits)


def read_amount(text: str) -> tuple[Decimal, str]:
    """A sum of money and its currency: `170 000 €`, `78,7 M€`, `200 millions d'euros`.

    The currency is always `EUR`. WordError for another one, or for words around the sum.
    """
    found = _AMOUNT.fullmatch(_BLANKS.sub(" ", text.strip()))
    if found is None:
        raise WordError(
            "this is not a sum in euros", value=text, expected="170 000 €, 78,7 M€ or 2 Md€"
        )
    scale = _SCALES[(found["scale"] or "").lower().removesuffix("s")] if found["scale"] else 0
    value = read_number(found["number"]).scaleb(scale)
    return (value.quantize(Decimal(1)) if value == value.to_integral_value() else value), "EUR"
