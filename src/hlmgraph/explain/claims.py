"""One claim in full: what a reading says of a thing, how sure it is, and where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from hlmgraph import ids, query
from hlmgraph.explain.model import Evidence, Fact, Moment, Node, Said, Value
from hlmgraph.explain.words import Statements, Words, about, one
from hlmgraph.query import compact
from hlmgraph.rdf import RDF_TYPE, RDFS_LABEL, NamedNode
from hlmgraph.vocab import HLM, HLM_BASE
from hlmgraph.vocab.prefixes import local

Texts = Mapping[str, str]
"""Texts at hand, by fingerprint (`sha256:…`)."""

_FIRST, _LAST = "AuPlusTot", "AuPlusTard"

_CLAIMS = """
    SELECT DISTINCT ?claim WHERE { GRAPH <graph/cartes> { ?claim hlm:affirme ?it } } ORDER BY ?claim
"""
_CITING = """
    SELECT DISTINCT ?claim WHERE { GRAPH <graph/cartes> { ?claim hlm:preuve ?it } } ORDER BY ?claim
"""


def claims_of(words: Words, it: str) -> list[str]:
    """The IRIs of the claims on a thing, in order."""
    rows = query.select(words.graph, _CLAIMS, it=NamedNode(it))
    return [row[0].value for row in rows if isinstance(row[0], NamedNode)]


def claims_citing(words: Words, it: str) -> list[str]:
    """The IRIs of the claims that a passage, a page or a row supports, in order."""
    rows = query.select(words.graph, _CITING, it=NamedNode(it))
    return [row[0].value for row in rows if isinstance(row[0], NamedNode)]


def card(words: Words, it: str) -> Statements:
    """What the cards say of a claim, a reading, a source or an evidence."""
    return about(words.graph, it, ids.graph("cartes"))


def said(words: Words, claim: str, texts: Texts | None = None) -> Said:
    """A claim in full, with what the graph of its reading says, and never the default graph."""
    own = card(words, claim)
    thing, reading = one(own, HLM.affirme) or "", one(own, HLM.selon) or ""
    lecture = card(words, reading)
    source = one(lecture, HLM.lectureDe) or ""
    told = about(words.graph, thing, reading)
    certainty = one(own, HLM.certitude)
    return Said(
        claim=claim,
        thing=Value(words.label(thing), thing),
        reading=Value(compact(reading), reading),
        source=Value(words.label(source), source),
        certainty=Value(words.label(certainty), certainty) if certainty else None,
        recorded=one(own, HLM.saisiLe),
        withdrawn=one(own, HLM.retireLe),
        reason=one(own, HLM.motifRetrait),
        replaced=one(lecture, HLM.remplaceeLe),
        note=one(own, HLM.note),
        deduced=sorted(words.label(term.value) for term in own.get(HLM.deduit, [])),
        unknown=sorted(words.label(term.value) for term in own.get(HLM.nonPrecise, [])),
        moments=list(_moments(words, own, told)),
        facts=_facts(words, told, claim),
        nodes=list(_nodes(words, told, claim, reading)),
        evidence=[*_evidence(words, own, texts)],
    )


def _moments(words: Words, own: Statements, told: Statements) -> Iterator[Moment]:
    """Each date that the claim bounds. A start taken from `signe_le` or `date` has no writing."""
    props = sorted({local(p.value).removesuffix(_FIRST) for p in own if p.value.endswith(_FIRST)})
    for name in props:
        first, last = one(own, HLM[name + _FIRST]), one(own, HLM[name + _LAST])
        label = words.label(HLM_BASE + name)
        yield Moment(name, label, one(told, HLM[name]), first, last)


def _facts(words: Words, told: Statements, claim: str) -> list[Fact]:
    dates = [p for p in told if local(p.value) + _FIRST in words.vocabulary.terms]
    nested = [p for p, values in told.items() if any(_owned(v.value, claim) for v in values)]
    return words.facts(told, without=[*dates, *nested])


def _owned(iri: str, claim: str) -> bool:
    return iri.startswith(f"{claim}/")


def _nodes(words: Words, told: Statements, claim: str, reading: str) -> Iterator[Node]:
    found = {v.value for values in told.values() for v in values if _owned(v.value, claim)}
    for iri in sorted(found):
        yield node(words, iri, reading)


def node(words: Words, iri: str, reading: str) -> Node:
    """A figure, a part taken, a name or an identifier, as its reading tells it."""
    told = about(words.graph, iri, reading)
    kinds = words.classes(told.get(RDF_TYPE, []))
    named = next((one(told, p) for p in (RDFS_LABEL, HLM.forme, HLM.code) if p in told), None)
    who = one(told, HLM.qui)
    label = words.label(who) if who else named or iri.rsplit("/", 1)[-1]
    facts = words.facts(told, without=[HLM.qui, HLM.forme, HLM.code])
    return Node(iri, ", ".join(kinds), label, facts)


# --- where it stands


def _evidence(words: Words, own: Statements, texts: Texts | None) -> Iterator[Evidence]:
    supports: dict[str, list[str]] = {}
    for support in own.get(HLM.appui, []):
        told = card(words, support.value)
        labels = [words.label(term.value) for term in told.get(HLM.pour, [])]
        supports.setdefault(one(told, HLM.parPreuve) or "", []).extend(labels)
    found = [evidence(words, term.value, texts) for term in own.get(HLM.preuve, [])]
    for each in sorted(found, key=_reading_order):
        yield replace(each, supports=sorted(supports.get(each.iri, [])))


def _reading_order(each: Evidence) -> tuple[str, int, str]:
    start = each.iri.rpartition("#char=")[2].partition(",")[0]
    return each.iri.partition("#")[0], int(start) if start.isdigit() else 0, each.iri


def evidence(words: Words, iri: str, texts: Texts | None = None) -> Evidence:
    """A passage, a page or a row; with its text when a text of the right fingerprint is at hand."""
    told = card(words, iri)
    source = one(told, HLM.passageDe)
    known = Value(words.label(source), source) if source else None
    kinds = ", ".join(words.classes(told.get(RDF_TYPE, [])))
    start, end = one(told, HLM.positionDebut), one(told, HLM.positionFin)
    where = _where(told, start, end)
    found = Evidence(iri, kinds, where, known, note=one(told, HLM.note))
    if start is None or end is None or source is None or texts is None:
        return found
    prints = [term.value for term in card(words, source).get(HLM.empreinte, [])]
    text, missing = _passage(prints, int(start), int(end), texts)
    return replace(found, text=text, missing=missing and _MISSING[missing][words.lang == "en"])


_MISSING = {
    "absent": ("aucun texte de cette empreinte n'est là", "no text of this fingerprint is at hand"),
    "other": (
        "le texte présent n'a pas l'empreinte de la source",
        "the text at hand does not have the fingerprint of the source",
    ),
    "short": (
        "le texte présent finit avant ce passage",
        "the text at hand ends before this passage",
    ),
}


def _where(told: Statements, start: str | None, end: str | None) -> str:
    if start is not None:
        return f"{start}–{end}"
    page, seen = one(told, HLM.page), one(told, HLM.vueLe)
    if page is not None:
        return f"{page} ({seen})" if seen else page
    return one(told, HLM.ligne) or ""


def _passage(
    prints: list[str], start: int, end: int, texts: Texts
) -> tuple[str | None, str | None]:
    """The passage, or why it cannot be shown. No text is believed on its name alone."""
    held = [mark for mark in prints if mark in texts]
    if not held:
        return None, "absent"
    text = texts[held[0]]
    if "sha256:" + hashlib.sha256(text.encode()).hexdigest() != held[0]:
        return None, "other"
    return (text[start:end], None) if end <= len(text) else (None, "short")
