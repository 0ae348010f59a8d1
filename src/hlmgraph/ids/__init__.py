"""Make an IRI (nobody else may), clean and check the codes that authorities give.

All functions raise WordError, with what was expected, for what is not a slug, a code or an address.
They give text; `rdf.NamedNode` makes a term of it.
"""

from __future__ import annotations

import re
from typing import Final

from hlmgraph.errors import WordError
from hlmgraph.ids.addresses import external
from hlmgraph.ids.codes import check, elsewhere
from hlmgraph.vocab import BASE, CONCEPT_BASE, HLM_BASE

__all__ = [
    "BASE",
    "THING_BASE",
    "check",
    "check_file_slug",
    "check_path",
    "check_slug",
    "claim",
    "concept",
    "elsewhere",
    "external",
    "graph",
    "holder",
    "node_in",
    "organisation",
    "passage",
    "reading",
    "source",
    "term",
    "territory",
    "thing",
]

THING_BASE: Final = BASE + "id/"

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*")
_FILE_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NAMED_AFTER_FILES = ("source", "registre")

# --- slugs


def check_slug(slug: str) -> str:
    """`slug` itself, if it is lower-case ASCII words joined by `-`, in parts joined by `/`."""
    return _matching(
        _SLUG, slug, "slug", "a-z, 0-9 and -, in parts joined by /, each begun by a letter or digit"
    )


def check_file_slug(slug: str) -> str:
    """`slug` itself, if a source or a register may be named so: one part, `_` allowed."""
    return _matching(
        _FILE_SLUG, slug, "slug of a source", "a-z, 0-9, - and _, begun by a letter or digit"
    )


def check_path(path: str) -> str:
    """`path` itself, if a thing may stand there: `accord/x`, `source/2020-07_x`."""
    kind, slash, rest = path.partition("/")
    if not slash:
        raise WordError("this is not the path of a thing", value=path, expected="kind/slug")
    if kind in _NAMED_AFTER_FILES:
        check_file_slug(rest)
    else:
        check_slug(path)
    return path


def _matching(pattern: re.Pattern[str], text: str, kind: str, expected: str) -> str:
    # fullmatch, because `$` would let a final newline through
    if not pattern.fullmatch(text):
        raise WordError(f"this is not a {kind}", value=text, expected=expected)
    return text


# --- our IRIs


def term(name: str) -> str:
    """A term of the ontology, by its local name; whether it exists, `vocab.HLM` knows."""
    return HLM_BASE + _matching(_LOCAL_NAME, name, "local name", "ASCII letters and digits")


_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def thing(path: str) -> str:
    """A thing, by its path: `accord/x`, `organisation/neolia`, `source/2020-07_x`."""
    return THING_BASE + check_path(path)


def organisation(slug: str) -> str:
    """An actor, whatever its class."""
    return f"{THING_BASE}organisation/{check_slug(slug)}"


def territory(slug: str) -> str:
    """A territory: `departement-25`."""
    return f"{THING_BASE}territoire/{check_slug(slug)}"


def concept(scheme: str, slug: str) -> str:
    """A concept: `theme`, `securite-incendie`."""
    return f"{CONCEPT_BASE}{check_slug(scheme)}/{check_slug(slug)}"


def source(slug: str) -> str:
    """A source, somebody's document."""
    return f"{THING_BASE}source/{check_file_slug(slug)}"


def reading(slug: str, number: int) -> str:
    """The `number`th reading (from 1) of a source; it is also the name of its graph.

    `slug` may be the path of the source: `source/x` is `x`, `registre/x` is `registre-x`.
    """
    name = slug.removeprefix("source/")
    if name.startswith("registre/"):
        name = "registre-" + name.removeprefix("registre/")
    return f"{THING_BASE}lecture/{check_file_slug(name)}/{_counted(number, 1)}"


def claim(reading_iri: str, thing_path: str) -> str:
    """What a reading says of one thing."""
    return node_in(reading_iri, thing_path)


def node_in(reading_iri: str, thing_path: str, *rest: str) -> str:
    """A node that belongs to what a reading says of a thing: a figure, a part, a name.

    `rest` are keys written by hand, and never numbers of order, which would shift.
    """
    if not reading_iri.startswith(f"{THING_BASE}lecture/") or "#" in reading_iri:
        raise WordError("this is not a reading", value=reading_iri, expected="ids.reading(…)")
    parts = [check_path(thing_path), *map(check_slug, rest)]
    return f"{reading_iri}#{'/'.join(parts)}"


def passage(source_slug: str, start: int, end: int) -> str:
    """A passage of the text of a source: code points from `start` to before `end` (RFC 5147)."""
    if _counted(start, 0) >= _counted(end, 0):
        raise WordError(
            "this passage is empty", value=f"{start}-{end}", expected="a start before its end"
        )
    return f"{source(source_slug)}#char={start},{end}"


def graph(name: str) -> str:
    """A graph of the house: `cartes`, `vocabulaire`, `inferences`, `tout/<stamp>`."""
    return f"{BASE}graph/{check_slug(name)}"


def holder(mandate_path: str) -> str:
    """The person who holds a mandate: a fragment of it, so that no name stands in an IRI."""
    return thing(mandate_path) + "#titulaire"


def _counted(number: int, least: int) -> int:
    if isinstance(number, bool) or number < least:
        raise WordError(
            "this number is too small", value=number, expected=f"a whole number from {least}"
        )
    return number
