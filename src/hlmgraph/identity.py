"""Which two are one: apply the judgements of `data/liens.sssom.tsv`, keep the losing IRI as a redirect.

Identity is an opinion, kept as data: one line says who judged, when and why. `owl:sameAs` merges the subject into the
object (the object stays), `owl:differentFrom` forbids it, `skos:closeMatch` says that we are not sure. Readings are never
rewritten: only the default graph speaks of the survivor alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hlmgraph import ids
from hlmgraph.errors import HlmError, JudgementError, Several, nearest
from hlmgraph.rdf import DefaultGraph, NamedNode, Quad

FILE = "liens.sssom.tsv"
SAME, DIFFERENT, UNSURE = "owl:sameAs", "owl:differentFrom", "skos:closeMatch"
COLUMNS = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "comment",
)
REPLACED_BY = NamedNode("http://purl.org/dc/terms/isReplacedBy")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line: the two IRIs, the predicate, and the line it stands on."""

    subject: str
    predicate: str
    object: str
    line: int


def read(path: Path, known: Iterable[str]) -> list[Judgement]:
    """The judgements of a file, checked against the slugs of the graph; none when there is no file.

    Every wrong line is reported in one run, as JudgementErrors.
    """
    if not path.exists():
        return []
    slugs, errors, found = frozenset(known), list[HlmError](), list[Judgement]()
    for line, row in _rows(path):
        wrong = partial(JudgementError, file=str(path), line=line)
        errors.extend(_check(row, slugs, wrong))
        one = Judgement(_iri(row["subject_id"]), row["predicate_id"], _iri(row["object_id"]), line)
        found.append(one)
    errors.extend(_contradictions(found, path))
    Several.raise_if(errors)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered rows; an absent cell is empty."""
    text = path.read_text(encoding="utf-8")
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and line[0] != "#"]
    header = lines[0][1].split("\t") if lines else []
    if missing := [name for name in COLUMNS if name not in header]:
        raise JudgementError("missing columns", file=str(path), line=1, value=", ".join(missing))
    for number, line in lines[1:]:
        cells = dict(zip(header, line.split("\t"), strict=False))
        yield number, {name: cells.get(name, "").strip() for name in COLUMNS}


def _check(
    row: dict[str, str], slugs: frozenset[str], wrong: partial[JudgementError]
) -> Iterator[JudgementError]:
    for name in ("subject_id", "object_id"):
        prefix, _, slug = row[name].partition(":")
        if prefix != "organisation" or slug not in slugs:
            near = nearest(slug, slugs)
            yield wrong(f"unknown organisation in {name}", value=row[name], nearest=near)
    if row["predicate_id"] not in (SAME, DIFFERENT, UNSURE):
        wanted = f"{SAME}, {DIFFERENT} or {UNSURE}"
        yield wrong("wrong judgement", value=row["predicate_id"], expected=wanted)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["mapping_date"]):
        yield wrong("judgement without its day", value=row["mapping_date"], expected="YYYY-MM-DD")
    for name in ("author_label", "comment"):
        if not row[name]:
            yield wrong(f"judgement without `{name}`", expected="who judged, and why")


def _iri(curie: str) -> str:
    slug = curie.partition(":")[2]
    return ids.organisation(slug) if re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug) else ""


def _contradictions(found: list[Judgement], path: Path) -> Iterator[JudgementError]:
    said: dict[frozenset[str], Judgement] = {}
    merged: dict[str, Judgement] = {}
    for one in found:
        wrong = partial(JudgementError, file=str(path), line=one.line)
        first = said.setdefault(frozenset((one.subject, one.object)), one)
        if first.predicate != one.predicate:
            yield wrong("two opposite judgements", expected=f"one (the other, line {first.line})")
        if one.subject == one.object:
            yield wrong("a thing judged against itself", value=one.subject)
        if one.predicate == SAME:
            other = merged.setdefault(one.subject, one)
            if other.object != one.object:
                wanted = f"one (the other, line {other.line})"
                yield wrong("merged into two survivors", expected=wanted)


def survivors(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Losing IRI → the IRI that stays, through chains; raises JudgementError on a circle."""
    step = {one.subject: one.object for one in judgements if one.predicate == SAME}
    found: dict[str, str] = {}
    for loser in step:
        seen, winner = {loser}, step[loser]
        while winner in step:
            if winner in seen:
                raise JudgementError(
                    "judgements that go round in a circle", value=winner, todo="choose one survivor"
                )
            seen.add(winner)
            winner = step[winner]
        found[loser] = winner
    return found


def apply(quads: Iterable[Quad], winners: dict[str, str]) -> Iterator[Quad]:
    """The quads with every losing IRI replaced by its survivor."""
    terms = {NamedNode(loser): NamedNode(winner) for loser, winner in winners.items()}
    if not terms:
        yield from quads
        return
    for quad in quads:
        subject = (
            terms.get(quad.subject, quad.subject)
            if isinstance(quad.subject, NamedNode)
            else quad.subject
        )
        target = (
            terms.get(quad.object, quad.object)
            if isinstance(quad.object, NamedNode)
            else quad.object
        )
        yield Quad(subject, quad.predicate, target, quad.graph_name)


def redirects(winners: dict[str, str]) -> Iterator[Quad]:
    """One redirect per losing IRI, in the cards and in the default graph."""
    for loser, winner in winners.items():
        for graph in (NamedNode(ids.graph("cartes")), DefaultGraph()):
            yield Quad(NamedNode(loser), REPLACED_BY, NamedNode(winner), graph)
