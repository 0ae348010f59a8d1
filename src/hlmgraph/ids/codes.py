"""Clean and check the codes that authorities give: SIREN, SIRET, RNA, INSEE geography, Wikidata."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hlmgraph.errors import WordError, nearest


def check(scheme: str, value: str) -> str:
    """The code as its authority writes it, without blanks or dots, if it is one.

    `siren`, `siret`, `rna`, `wikidata`, `finess`, `commune`, `departement`, `region`, `cj`.
    """
    checker = _CHECKS.get(scheme)
    if checker is None:
        raise WordError(
            "unknown kind of code",
            value=scheme,
            expected=", ".join(sorted(_CHECKS)),
            nearest=nearest(scheme, _CHECKS),
        )
    return checker(value)


def _compact(value: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", value)


def _siren(value: str) -> str:
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siren

    try:
        return siren.validate(_compact(value))
    except ValidationError as error:
        raise _wrong("SIREN", value, "nine digits that pass the Luhn check") from error


def _siret(value: str) -> str:
    from stdnum.exceptions import ValidationError
    from stdnum.fr import siret

    # stdnum knows that the post offices (356000000…) fail Luhn and are valid.
    try:
        return siret.validate(_compact(value))
    except ValidationError as error:
        raise _wrong("SIRET", value, "a SIREN and five digits that pass their checks") from error


def _finess(value: str) -> str:
    from stdnum import luhn

    compact = _compact(value).upper()
    found = re.fullmatch(r"2[AB]\d{7}|(\d{9})", compact, re.ASCII)
    if found is None or (found[1] and not luhn.is_valid(found[1])):
        raise _wrong("FINESS number", value, "nine digits that pass the Luhn check")
    return compact


def _wrong(kind: str, value: str, expected: str) -> WordError:
    return WordError(f"this is not a {kind}", value=value, expected=expected)


def _shaped(kind: str, pattern: str, expected: str) -> Callable[[str], str]:
    shape = re.compile(pattern, re.ASCII)

    def checker(value: str) -> str:
        compact = _compact(value).upper()
        if not shape.fullmatch(compact):
            raise _wrong(kind, value, expected)
        return compact

    return checker


_METROPOLE = r"(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])"
# Today's regions, and those of before 2016, which older texts speak of.
_REGIONS = "0[1-46]|11|2[1-8]|3[12]|4[1-4]|5[2-4]|7[2-6]|8[234]|9[134]"

_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "cj": _shaped("legal form of INSEE", r"[1-9]\d{3}", "four digits"),
    "commune": _shaped(
        "commune code",
        rf"{_METROPOLE}\d{{3}}|97[1-8]\d\d|98[46-9]\d\d",
        "five characters, the department first (25056, 2A004, 97105)",
    ),
    "departement": _shaped(
        "department code",
        rf"{_METROPOLE}|97[1-8]|98[46-9]",
        "two characters or 97x, 98x (01, 2A, 971)",
    ),
    "finess": _finess,
    "region": _shaped("region code", _REGIONS, "two digits of INSEE (27, 01)"),
    "rna": _shaped("RNA number", r"W\d[0-9A-Z]\d{7}", "W and nine characters (W251000123)"),
    "siren": _siren,
    "siret": _siret,
    "wikidata": _shaped("Wikidata item", r"Q[1-9]\d*", "Q and a number"),
}


def elsewhere(scheme: str, value: str) -> str | None:
    """The IRI that an authority or a public site gives to a code, or None when there is none.

    `siren`, `wikidata`, `cj` (legal form). No places: INSEE names them by opaque numbers now, and
    the IRIs made of codes, which older texts show, no longer answer.
    """
    start = _ELSEWHERE.get(scheme)
    return start + check(scheme, value) if start is not None else None


_ELSEWHERE: Final = {
    "cj": "http://id.insee.fr/codes/cj/n3/",
    "siren": "https://annuaire-entreprises.data.gouv.fr/entreprise/",
    "wikidata": "http://www.wikidata.org/entity/",
}
