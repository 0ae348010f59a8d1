"""What a question may be asked with: each parameter has a type, and a text becomes an RDF term.

The graph helps to understand what a person writes: a SIREN stands for the body that bears it, `25`
for the territory of that code. What the graph does not know is an error, with the nearest name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from hlmgraph import french, ids, vocab
from hlmgraph.errors import GraphError, WordError, nearest
from hlmgraph.query.binding import select
from hlmgraph.query.iris import expand
from hlmgraph.rdf import RDF_TYPE, XSD_DATE, XSD_INTEGER, Literal, NamedNode, Term
from hlmgraph.store import Graph

TYPES: Final = ("text", "organisation", "territoire", "date", "integer", "iri")
CONCEPT: Final = "concept:"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a question. `type` is one of TYPES, or `concept:` and a scheme."""

    name: str
    type: str
    label: dict[str, str]
    default: str | None = None
    required: bool = False
    example: str | None = None
    line: int | None = None

    @property
    def sample(self) -> str | None:
        """A value to try the question with: its example, else its default."""
        return self.example if self.example is not None else self.default

    def __str__(self) -> str:
        said = self.name if self.sample is None else f"{self.name}={self.sample}"
        return f"{said} ({self.type}{', required' if self.required else ''})"


def check_type(kind: str) -> None:
    """Refuse a type that is not one, with the nearest."""
    if kind.startswith(CONCEPT):
        vocab.load().concepts(kind.removeprefix(CONCEPT))
    elif kind not in TYPES:
        known = [*TYPES, *(CONCEPT + scheme for scheme in vocab.load().schemes)]
        raise WordError(
            "unknown type of parameter",
            value=kind,
            expected=f"{', '.join(TYPES)} or {CONCEPT}<scheme>",
            nearest=nearest(kind, known),
        )


def check_names(params: Iterable[Param], given: Iterable[str]) -> None:
    """Refuse a parameter that the question does not have, and the lack of one that it needs."""
    known = {param.name: param for param in params}
    names = set(given)
    unknown = sorted(names - known.keys())
    lacking = [param.name for param in known.values() if param.required and param.name not in names]
    right = ", ".join(map(str, known.values())) or "no parameter"
    if unknown:
        raise GraphError(
            "unknown parameter",
            value=", ".join(unknown),
            expected=right,
            nearest=nearest(unknown[0], known),
        )
    if lacking:
        raise GraphError("missing parameter", value=", ".join(lacking), expected=right)


def read(kind: str, text: str, graph: Graph | None = None) -> Term:
    """The term that a text stands for, given the type of its parameter.

    Without a graph, an organisation or a territory is taken at its word (a slug or an address).
    WordError when the text is not of that type, GraphError when the graph does not know it.
    """
    if kind == "text":
        return Literal(text)
    word = text.strip()
    if kind.startswith(CONCEPT):
        return _concept(kind.removeprefix(CONCEPT), word)
    if kind == "integer":
        return _integer(word)
    if kind == "date":
        return _day(word)
    if kind == "iri":
        return NamedNode(expand(word))
    return _thing(kind, word, graph)


def _concept(scheme: str, text: str) -> NamedNode:
    known = vocab.load().concepts(scheme)
    slug = text.rsplit("/", 1)[-1]
    iri = ids.concept(scheme, slug) if slug in known else None
    if iri is None or text not in (slug, f"{scheme}/{slug}", iri):
        raise WordError(
            f"unknown concept of {scheme}",
            value=text,
            expected=", ".join(sorted(known)) if len(known) <= _FEW else f"one of {len(known)}",
            nearest=nearest(slug, known),
        )
    return NamedNode(iri)


_FEW: Final = 12


def _integer(text: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise WordError("this is not a whole number", value=text, expected="digits, such as 2020")
    return Literal(str(int(text)), datatype=XSD_INTEGER)


def _day(text: str) -> Literal:
    written = french.read_date(text)
    try:
        day = date.fromisoformat(written if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else "")
    except ValueError:
        wanted = "a day, such as 2020-06-30"
        raise WordError("this is not a day", value=text, expected=wanted) from None
    return Literal(day.isoformat(), datatype=XSD_DATE)


# --- organisations and territories


def _thing(kind: str, text: str, graph: Graph | None) -> NamedNode:
    """By address, by code or by slug."""
    slug = text.removeprefix(f"{kind}/")
    code = re.sub(r"[\s.\u00a0\u202f]", "", slug).upper()
    is_code = _CODE.fullmatch(code) is not None
    if graph is None:
        return NamedNode(_address(kind, code.lower() if is_code else slug))
    found = _with_code(kind, code, graph) if is_code else []
    if len(found) == 1:
        return found[0]
    if found:
        raise GraphError(
            "several things have this code",
            value=text,
            expected=" or ".join(_slug(kind, node) for node in found),
        )
    return _known(kind, slug, graph)


_CODE: Final = re.compile(r"[0-9]{2,14}|2[AB][0-9]{0,3}|W[0-9A-Z]{9}|Q[0-9]+", re.ASCII)


def _address(kind: str, text: str) -> str:
    if "://" in text:
        return ids.external(text)
    return ids.organisation(text) if kind == "organisation" else ids.territory(text)


def _slug(kind: str, node: NamedNode) -> str:
    return node.value.removeprefix(f"{ids.THING_BASE}{kind}/")


def _known(kind: str, text: str, graph: Graph) -> NamedNode:
    try:
        node = NamedNode(_address(kind, text))
    except WordError:
        node = None
    if node is not None and any(prop == RDF_TYPE for prop, _ in graph.about(node)):
        return node
    slugs = {_slug(kind, one) for one in _nodes(select(graph, _ALL))}
    base = f"{ids.THING_BASE}{kind}/"
    raise GraphError(
        f"unknown {kind}",
        value=text,
        expected=_EXPECTED[kind],
        nearest=nearest(text.removeprefix(base), (slug for slug in slugs if "://" not in slug)),
        todo="look for it with `hlmgraph search`",
    )


_EXPECTED: Final = {
    "organisation": "a slug (neolia), a SIREN, or a full IRI",
    "territoire": "a slug (departement-25), a code (25), or a full IRI",
}
_ALL: Final = "SELECT DISTINCT ?it WHERE { ?it a ?class }"


def _with_code(kind: str, code: str, graph: Graph) -> list[NamedNode]:
    """What bears a code. 27 is the Eure and a region: alone, it means the department."""
    rows = select(graph, _BY_CODE[kind], code=Literal(code))
    departments = [row for row in rows if kind == "territoire" and row[1] == _TRUE]
    return _nodes(departments if len(departments) == 1 else rows)


_TRUE: Final = Literal(True)


_BY_CODE: Final = {
    "organisation": """
        SELECT DISTINCT ?it WHERE { ?it hlm:identifiant/hlm:code ?code } ORDER BY ?it
    """,
    "territoire": """
        SELECT DISTINCT ?it ?departement WHERE {
            ?it hlm:code ?code ; hlm:nom ?nom .
            BIND(EXISTS { ?it a hlm:Departement } AS ?departement)
        } ORDER BY ?it
    """,
}


def _nodes(rows: Iterable[tuple[Term | None, ...]]) -> list[NamedNode]:
    return [row[0] for row in rows if isinstance(row[0], NamedNode)]
