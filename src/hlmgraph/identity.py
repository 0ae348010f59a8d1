"""Which two are one: apply the judgements of `data/liens.sssom.tsv`, keep the losing IRI as a redirect.

Identity is an opinion, kept as data: one line says who judged, when and why. `owl:sameAs` merges the subject into the
object (the object stays), `owl:differentFrom` forbids it, `skos:closeMatch` says that we are not sure. Readings are never
rewritten: only the default graph speaks of the survivor alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
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
    """One line: the two IRIs, the predicate, and the file and line it stands on."""

    subject: str
    predicate: str
    object: str
    file: str
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
        ends = (_iri(row[name], slugs) for name in ("subject_id", "object_id"))
        found.append(Judgement(next(ends), row["predicate_id"], next(ends), str(path), line))
    Several.raise_if([*errors, *_contradictions(found, path)])
    Several.raise_if(list(_forbidden(found)))
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered rows; an absent cell is empty."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        wanted = f"UTF-8, not byte 0x{error.object[error.start]:02x}"
        raise JudgementError("wrong encoding", file=str(path), expected=wanted) from None
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line and line[0] != "#"]
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
    if not _is_day(row["mapping_date"]):
        yield wrong("judgement without its day", value=row["mapping_date"], expected="YYYY-MM-DD")
    for name in ("author_label", "comment"):
        if not row[name]:
            yield wrong(f"judgement without `{name}`", expected="who judged, and why")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("2026-11-25")
    except ValueError:
        return False


def _iri(curie: str, slugs: frozenset[str]) -> str:
    slug = curie.partition(":")[2]
    return ids.organisation(slug) if slug in slugs else ""


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


def _forbidden(found: list[Judgement]) -> Iterator[JudgementError]:
    """Two that are judged different, and that other lines merge through a third."""
    winners = survivors(found)
    for one in (one for one in found if one.predicate == DIFFERENT):
        winner = winners.get(one.subject, one.subject)
        if winner == winners.get(one.object, one.object):
            todo = "withdraw this judgement, or one of those that merge"
            what = "two that are judged different are merged"
            yield JudgementError(what, file=one.file, line=one.line, value=winner, todo=todo)


def survivors(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Losing IRI → the IRI that stays, through chains; raises JudgementError on a circle."""
    step = {one.subject: one for one in judgements if one.predicate == SAME}
    found: dict[str, str] = {}
    for loser, one in step.items():
        seen, winner = {loser}, one.object
        while winner in step:
            if winner in seen:
                what, todo = "judgements that go round in a circle", "choose one survivor"
                raise JudgementError(what, file=one.file, line=one.line, value=winner, todo=todo)
            seen.add(winner)
            winner = step[winner].object
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
