"""Find a thing of the graph by what people call it: a name, an acronym, a form met, a code.

Case, accents, kinds of blanks, dashes and apostrophes do not count. Every word asked must begin a
word of the form; the score then says how alike they are, by the measure of `names`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hlmgraph import names, query
from hlmgraph.errors import ViewError, nearest
from hlmgraph.explain import Words
from hlmgraph.french import fold
from hlmgraph.rdf import Literal, NamedNode
from hlmgraph.store import Graph
from hlmgraph.vocab.prefixes import local

LIMIT: Final = 20

_FORMS = """
    SELECT DISTINCT ?it ?form ?naming WHERE {
        { ?it ?naming ?form VALUES ?naming { hlm:nom hlm:sigle hlm:titre hlm:objet } }
        UNION { ?it hlm:denomination ?name . ?name hlm:forme ?form BIND(hlm:denomination AS ?naming) }
        UNION { ?name hlm:mentionne ?it ; hlm:forme ?form BIND(hlm:mentionne AS ?naming) }
    }
"""
_CODES = """
    SELECT DISTINCT ?it ?scheme WHERE {
        { ?it hlm:identifiant ?code . ?code hlm:code ?form OPTIONAL { ?code hlm:systeme ?scheme } }
        UNION { ?it hlm:code ?form ; hlm:nom ?nom }
    }
"""
_TYPES = "SELECT ?it ?class WHERE { ?it a ?class FILTER(STRSTARTS(STR(?class), STR(hlm:))) }"
# What a thing is said to do says less than what it is called.
_WEIGHT: Final = {"objet": 0.5}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: its name, its most precise class, the form that matched, 0 to 100."""

    iri: str
    label: str
    kind: str
    form: str
    score: float


@dataclass(frozen=True, slots=True)
class _Form:
    it: str
    form: str
    weight: float


def search(
    graph: Graph,
    words: str,
    kinds: Iterable[str] | None = None,
    limit: int | None = LIMIT,
    lang: str = "fr",
) -> list[Hit]:
    """The things that these words may mean, the likeliest first; an exact code gives its body alone.

    `kinds` are classes of the ontology (`Acteur`, `Accord`), subclasses included; ViewError for an
    unknown one. Ties are in order of name, then of IRI.
    """
    asked = Words(graph, lang)
    wanted = None if kinds is None else {_kind(asked, kind) for kind in kinds}
    types = _types(graph)
    found = _by_code(graph, words) or _by_form(graph, words)
    best: dict[str, tuple[float, str]] = {}
    for it, form, score in found:
        if wanted is None or _is_any(asked, types.get(it, ()), wanted):
            best[it] = max(best.get(it, (0.0, "")), (score, form), key=lambda pair: pair[0])
    hits = [_hit(asked, it, types.get(it, ()), *best[it]) for it in best]
    return sorted(hits, key=lambda hit: (-hit.score, fold(hit.label), hit.iri))[:limit]


def _kind(asked: Words, kind: str) -> str:
    known = asked.vocabulary.classes
    if kind not in known:
        raise ViewError(
            "unknown kind",
            value=kind,
            expected="a class of the ontology, such as Acteur or Accord",
            nearest=nearest(kind, known),
        )
    return kind


def _is_any(asked: Words, types: Iterable[NamedNode], wanted: set[str]) -> bool:
    return any(asked.is_a(types, kind) for kind in wanted)


def _hit(asked: Words, it: str, types: Iterable[NamedNode], score: float, form: str) -> Hit:
    kinds = ", ".join(asked.classes(types))
    return Hit(it, asked.label(it), kinds, form, round(score, 1))


def _types(graph: Graph) -> dict[str, list[NamedNode]]:
    found: dict[str, list[NamedNode]] = {}
    for it, kind in query.select(graph, _TYPES):
        if isinstance(it, NamedNode) and isinstance(kind, NamedNode):
            found.setdefault(it.value, []).append(kind)
    return found


def _by_code(graph: Graph, words: str) -> list[tuple[str, str, float]]:
    code = "".join(words.split()).upper()
    if not any(sign.isdigit() for sign in code):
        return []
    rows = query.select(graph, _CODES, form=Literal(code))
    return [(it.value, code, 100.0) for it, _ in rows if isinstance(it, NamedNode)]


def _by_form(graph: Graph, words: str) -> Iterator[tuple[str, str, float]]:
    asked = fold(words).split()
    if not asked:
        return
    for form in _forms(graph):
        score = _score(asked, fold(form.form).split())
        if score:
            yield form.it, form.form, score * form.weight


def _forms(graph: Graph) -> Iterator[_Form]:
    for it, form, naming in query.select(graph, _FORMS):
        if isinstance(it, NamedNode) and form is not None and isinstance(naming, NamedNode):
            yield _Form(it.value, form.value, _WEIGHT.get(local(naming.value), 1.0))


def _score(asked: list[str], form: list[str]) -> float:
    """0 unless every word asked begins a word of the form; 100 for the same words."""
    if asked == form:
        return 100.0
    if not all(any(word.startswith(part) for word in form) for part in asked):
        return 0.0
    whole = sum(part in form for part in asked) / len(asked)
    alike = names.score(" ".join(asked), " ".join(form)).score
    return 50 + 20 * whole + 0.29 * alike  # 99 at most: only the same words are exact
