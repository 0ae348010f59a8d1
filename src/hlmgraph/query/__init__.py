"""The questions of `queries/*.rq`: read the header, give the parameters, run, shape the answer.

A question is one SELECT that is valid SPARQL 1.1 by itself. Its header stands on top, in lines that
begin with `#+` (YAML, the convention of grlc):

    #+ summary: {fr: Accords avec un SDIS, en: Agreements with a fire service}
    #+ description:
    #+   fr: Une ligne par accord et par partie.
    #+   en: One row per agreement and party.
    #+ params:
    #+   - name: organisation
    #+     type: organisation
    #+     label: {fr: organisme, en: body}
    #+     example: neolia
    #+   - name: valide_le
    #+     type: date
    #+     label: {fr: valide le, en: valid on}
    #+     default: 2020-06-30
    #+ tags: [accords, sdis]
    PREFIX hlm: <…/ontology#>
    SELECT ?accord ?accord_nom WHERE { … }

Types: `text`, `organisation` (slug, SIREN, IRI), `territoire` (slug, code, IRI), `date` (a day),
`integer`, `iri`, `concept:<scheme>`. A parameter is `required: true`, or has a `default`, or may be
left out: its variable is then free. `x` and `xLabel` (or `x_nom`) make one column in tables.
docs/questions.md tells the rest, with the pattern of the two clocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from hlmgraph.errors import GraphError, HlmError
from hlmgraph.query.answer import Answer, Sheet
from hlmgraph.query.binding import holds, select, with_data
from hlmgraph.query.iris import compact, expand
from hlmgraph.query.params import Param, check_names
from hlmgraph.query.params import read as read_value
from hlmgraph.query.questions import Question, catalogue, files, find
from hlmgraph.query.shape import shape
from hlmgraph.query.tokens import place
from hlmgraph.rdf import Literal, Term
from hlmgraph.store import Graph

__all__ = [
    "Answer",
    "Param",
    "Question",
    "Sheet",
    "bound",
    "catalogue",
    "compact",
    "expand",
    "files",
    "find",
    "holds",
    "run",
    "run_bytes",
    "run_text",
    "select",
    "with_data",
]


def run(graph: Graph, question: Question, params: Mapping[str, str] | None = None) -> Answer:
    """Ask a question. GraphError for a parameter that is unknown, missing or not of its type."""
    values = _complete(question, params or {})
    table = graph.select(bound(graph, question, params))
    return Answer(table.columns, table.rows, question, values, graph.stamp)


def bound(graph: Graph, question: Question, params: Mapping[str, str] | None = None) -> str:
    """The SPARQL that `run` runs, values and all: any engine that holds the graph can run it."""
    values = _complete(question, params or {})
    kinds = {param.name: param.type for param in question.params}
    terms = {name: _term(graph, name, kinds[name], text) for name, text in values.items()}
    return with_data(question.text, terms)


def _complete(question: Question, params: Mapping[str, str]) -> dict[str, str]:
    check_names(question.params, params)
    defaults = {p.name: p.default for p in question.params if p.default is not None}
    return {**defaults, **params}


def _term(graph: Graph, name: str, kind: str, text: str) -> Term:
    try:
        return read_value(kind, text, graph)
    except HlmError as error:
        error.what = f"the parameter `{name}` is wrong: {error.what}"
        raise


def run_text(graph: Graph, sparql: str) -> Answer:
    """Ask anything that reads. ASK answers one row, CONSTRUCT and DESCRIBE one row per triple.

    GraphError, with line and column, when it is not SPARQL 1.1, and for SERVICE: only the rooms
    `fetch` and `remote` may ask elsewhere.
    """
    form = _guarded(sparql)
    if form == "ASK":
        return Answer(("answer",), [(Literal(graph.ask(sparql)),)], stamp=graph.stamp)
    if form in ("CONSTRUCT", "DESCRIBE"):
        rows = [tuple(triple) for triple in graph.construct(sparql)]
        return Answer(("subject", "predicate", "object"), rows, stamp=graph.stamp)
    table = graph.select(sparql)
    return Answer(table.columns, table.rows, stamp=graph.stamp)


def run_bytes(graph: Graph, sparql: str, to: str) -> bytes:
    """Ask anything that reads, and give the engine's own bytes: `json`, `xml`, `csv`, `turtle`…"""
    _guarded(sparql)
    return graph.answer(sparql, to)


def _guarded(sparql: str) -> str:
    found = shape(sparql)
    if "SERVICE" in found.words:
        line, column = place(sparql, found.words["SERVICE"])
        raise GraphError(
            "SERVICE asks elsewhere",
            line=line,
            column=column,
            todo="ask each service apart, and join the answers",
        )
    return found.form
