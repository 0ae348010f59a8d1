"""Everything that points to a thing, one line a claim, by class: the relations of a body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hlmgraph import ids, query
from hlmgraph.explain.claims import card
from hlmgraph.explain.model import Group, Line, Value
from hlmgraph.explain.words import Statements, Words, about, one
from hlmgraph.rdf import RDF_TYPE, NamedNode, Term
from hlmgraph.vocab import HLM
from hlmgraph.vocab.prefixes import local

_POINTING = """
    SELECT DISTINCT ?claim ?thing ?lecture ?role WHERE {
        GRAPH <graph/cartes> { ?claim hlm:affirme ?thing ; hlm:selon ?lecture }
        GRAPH ?lecture {
            { ?thing ?role ?it } UNION { ?thing hlm:participation ?part . ?part ?role ?it }
        }
        FILTER(?role != hlm:qui)
    } ORDER BY ?claim ?role
"""
_SAID = """
    SELECT DISTINCT ?claim ?thing ?it WHERE {
        GRAPH <graph/cartes> { ?claim hlm:affirme ?thing ; hlm:selon ?it }
    } ORDER BY ?claim
"""


@dataclass(slots=True)
class _Found:
    """A claim to tell in a line: its thing, its reading, and who asks, by which properties."""

    thing: str
    reading: str
    asking: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


def pointing_to(words: Words, things: Iterable[str]) -> list[Group]:
    """The claims whose thing points to one of these, with the properties it does so by."""
    found: dict[str, _Found] = {}
    for it in things:
        for claim, thing, reading, role in query.select(words.graph, _POINTING, it=NamedNode(it)):
            own = found.setdefault(_iri(claim), _Found(_iri(thing), _iri(reading)))
            own.asking.add(it)
            own.roles.add(words.label(_iri(role)))
    return _groups(words, found)


def said_by(words: Words, reading: str) -> list[Group]:
    """All the claims of a reading."""
    rows = query.select(words.graph, _SAID, it=NamedNode(reading))
    return _groups(words, {_iri(row[0]): _Found(_iri(row[1]), reading) for row in rows})


def _iri(term: Term | None) -> str:
    return term.value if term is not None else ""


def _groups(words: Words, found: dict[str, _Found]) -> list[Group]:
    groups: dict[str, Group] = {}
    for claim, each in sorted(found.items()):
        types = about(words.graph, each.thing, each.reading).get(RDF_TYPE, [])
        names = sorted({local(t.value) for t in types} & words.vocabulary.classes)
        kind = _precise(words, names)
        label = words.vocabulary.plural(kind) if words.lang == "fr" else words.label(_term(kind))
        group = groups.setdefault(kind, Group(kind, label, []))
        group.lines.append(_line(words, claim, each))
    for group in groups.values():
        group.lines.sort(key=lambda line: (line.when, line.thing.text, line.claim))
    return sorted(groups.values(), key=lambda group: group.label)


def _precise(words: Words, names: list[str]) -> str:
    """The one class to file a thing under: the first that no other one refines."""
    above = {up for name in names for up in words.vocabulary.ancestors(name) - {name}}
    return next((name for name in names if name not in above), "Relation")


def _term(name: str) -> str:
    return HLM[name].value


def _line(words: Words, claim: str, each: _Found) -> Line:
    own, told = card(words, claim), about(words.graph, each.thing, each.reading)
    return Line(
        thing=Value(words.label(each.thing), each.thing),
        roles=sorted(each.roles),
        when=_when(own, told),
        claim=claim,
        others=_others(words, each, told),
        withdrawn=one(own, HLM.retireLe),
        replaced=one(card(words, each.reading), HLM.remplaceeLe),
    )


def _others(words: Words, each: _Found, told: Statements) -> list[str]:
    iris = {term.value for terms in told.values() for term in terms}
    actors = {iri for iri in iris if iri.startswith(_ACTORS)} - each.asking - {each.thing}
    return sorted(words.label(iri) for iri in actors)


_ACTORS = ids.organisation("x")[:-1]


def _when(own: Statements, told: Statements) -> str:
    """`2019-06 → 2022`, as the source writes it; `?` for what it is known not to say."""
    unknown = {term.value for term in own.get(HLM.nonPrecise, [])}
    starts = (HLM.debut, HLM.signeLe, HLM.date)
    start = next((one(told, prop) for prop in starts if prop in told), None)
    end = one(told, HLM.fin)
    if start is None and any(prop.value in unknown for prop in starts):
        start = "?"
    if end is None and HLM.fin.value in unknown:
        end = "?"
    return f"{start or ''} → {end}" if end else start or ""
