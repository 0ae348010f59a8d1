"""Verbs that ask the graph a question: `query`, `queries`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hlmgraph.cli.output import (
    LANG,
    WIDE,
    Language,
    Settings,
    console,
    emit,
    examples,
    patiently,
    say,
    usage,
)
from hlmgraph.errors import GraphError, UsageError, WordError, nearest

if TYPE_CHECKING:
    from hlmgraph.query import Answer, Question
    from hlmgraph.store import Graph


class To(StrEnum):
    """The shapes of an answer."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    sparql_json = "sparql-json"


_ENDINGS = {
    ".csv": To.csv,
    ".json": To.json,
    ".parquet": To.parquet,
    ".srj": To.sparql_json,
}
_QUERY = (
    "hlmgraph query accords-avec-sdis",
    "hlmgraph query accords-avec-sdis -p organisation=neolia -p valide_le=2020-06-30",
    "hlmgraph query accords-avec-sdis --output accords.csv",
    "hlmgraph query accords-avec-sdis --to json | jq length",
    "echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | hlmgraph query --sparql -",
)
_QUERIES = (
    "hlmgraph queries",
    "hlmgraph queries --tag sdis --lang en",
)


def add_to(app: typer.Typer) -> None:
    """Give the verbs to the door."""
    app.command(epilog=examples(*_QUERY))(query)
    app.command(epilog=examples(*_QUERIES))(queries)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of which graph: a question and its parameters, or a text of one's own."""

    graph: Graph
    text: str
    question: Question | None
    params: dict[str, str]

    def answer(self) -> Answer:
        from hlmgraph import query as room

        if self.question is None:
            return room.run_text(self.graph, self.text)
        return room.run(self.graph, self.question, self.params)

    def raw(self) -> bytes:
        """The engine's own bytes."""
        from hlmgraph import query as room

        return room.run_bytes(self.graph, self.text, "json")


def query(
    context: typer.Context,
    name: str | None = typer.Argument(None, help="A question: see `hlmgraph queries`."),
    param: list[str] = typer.Option([], "--param", "-p", metavar="K=V", help="May be repeated."),
    sparql: str | None = typer.Option(None, metavar="FILE", help="A SPARQL file; - for stdin."),
    to: To | None = typer.Option(None, help="Shape of the answer; table, or what FILE ends in."),
    output: Path | None = typer.Option(None, "--output", "-o", metavar="FILE", help="Write there."),
    show: bool = typer.Option(
        False, "--show", help="Print the SPARQL with its values; do not ask."
    ),
    lang: Language = LANG,
) -> None:
    """Ask the graph a question of queries/, or your own SPARQL 1.1.

    Answers one row per solution, in the order of the question: a table for the eye, whole IRIs in
    csv, json and parquet. `explain` tells where any IRI of a row comes from.
    """
    shape = to or (_ENDINGS.get(output.suffix.lower(), To.table) if output else To.table)
    if shape is To.parquet and output is None:
        raise UsageError("Parquet is no text", expected="--output FILE")
    asked = _asked(context.obj, name, sparql, _pairs(param))
    if asked.question is not None:
        say(asked.question.summary[lang.value])
    if show:
        emit(asked.text.rstrip("\n") + "\n")
    else:
        _write(asked, shape, output)


def _asked(
    settings: Settings, name: str | None, sparql: str | None, given: dict[str, str]
) -> _Asked:
    if name is not None and sparql is None:
        return _question(settings, name, given)
    if sparql is None or name is not None:
        wanted = "the name of a question, or --sparql FILE"
        raise UsageError("what to ask?", expected=wanted, todo="list them with `hlmgraph queries`")
    if given:
        raise UsageError("--param goes with a question of queries/", value=", ".join(given))
    text = _read(sparql)
    return _Asked(settings.graph(), text, None, {})


def _question(settings: Settings, name: str, given: dict[str, str]) -> _Asked:
    from hlmgraph import query as room
    from hlmgraph.query.params import check_names

    try:
        question = room.find(name)
        check_names(question.params, given)
    except GraphError as error:
        raise (error if error.file else usage(error)) from None
    graph = settings.graph()
    try:
        return _Asked(graph, room.bound(graph, question, given), question, given)
    except WordError as error:
        raise usage(error) from None


def _pairs(params: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in params:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise UsageError("not a parameter", value=pair, expected="--param name=value")
        if key in found:
            raise UsageError("parameter given twice", value=key)
        found[key] = value
    return found


def _read(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("wrong encoding", value=file, expected="UTF-8") from None


def _write(asked: _Asked, shape: To, output: Path | None) -> None:
    if shape is To.sparql_json:
        _save(patiently(asked.raw), output)
        return
    answer = patiently(asked.answer)
    if shape is To.parquet and output is not None:
        answer.to_parquet(output)
    elif shape is To.table and output is None:
        answer.to_table(console())
    else:
        _save(_bytes(answer, shape), output)
    say(f"{len(answer)} rows, build {answer.stamp}" + (f" → {output}" if output else ""))


def _save(data: bytes, output: Path | None) -> None:
    from hlmgraph.query.whole import whole_file

    if output is None:
        emit(data)
    else:
        with whole_file(output) as partial:
            partial.write_bytes(data)


def _bytes(answer: Answer, shape: To) -> bytes:
    if shape is To.csv:
        return answer.to_csv().encode()
    if shape is To.json:
        return answer.to_json().encode()
    from io import StringIO

    from rich.console import Console

    page = StringIO()
    answer.to_table(Console(file=page, width=WIDE))
    return page.getvalue().encode()


def queries(
    tag: str | None = typer.Option(None, help="Only the questions that bear this tag."),
    lang: Language = LANG,
) -> None:
    """List the questions of queries/.

    Prints the name of each, what it asks and its parameters. Checks all of them, and tells
    everything that is wrong in one run.
    """
    from rich.table import Table

    from hlmgraph import query as room

    found = room.catalogue()
    tags = {one for question in found for one in question.tags}
    if tag is not None and tag not in tags:
        known = ", ".join(sorted(tags)) or "no tag"
        raise UsageError("unknown tag", value=tag, expected=known, nearest=nearest(tag, tags))
    table = Table("question", "", "parameters", "tags", box=None, pad_edge=False)
    for question in found:
        if tag is None or tag in question.tags:
            params = "\n".join(map(str, question.params))
            table.add_row(
                question.name, question.summary[lang.value], params, " ".join(question.tags)
            )
    console().print(table)
