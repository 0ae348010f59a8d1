"""Verbs that tell of one thing: `explain`, `search`."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from hlmgraph.cli.output import LANG, Language, Settings, complain, console, emit, examples
from hlmgraph.errors import GraphError

_EXPLAIN = (
    "hlmgraph explain neolia",
    "hlmgraph explain accord/acces-secours-doubs --texts ~/texts",
    "hlmgraph explain 'lecture/2020-07_ush-bfc_breves/1#accord/acces-secours-doubs' --json",
)
_SEARCH = (
    "hlmgraph search neolia",
    "hlmgraph search ush bourgogne",
    "hlmgraph search 305918732",
    "hlmgraph search incendie --kind Accord",
)


def add_to(app: typer.Typer) -> None:
    """Give the verbs to the door."""
    app.command(epilog=examples(*_EXPLAIN))(explain)
    app.command(epilog=examples(*_SEARCH))(search)


def explain(
    context: typer.Context,
    iri: str = typer.Argument(help="An IRI, accord/x, hlm:Accord, a slug or a SIREN."),
    texts: Path | None = typer.Option(
        None, metavar="DIR", help="Texts of sources, to show passages."
    ),
    as_json: bool = typer.Option(False, "--json", help="The same as JSON."),
    lang: Language = LANG,
) -> None:
    """Explain a thing of the graph, down to the passage.

    Says what it is, according to whom, where and since when. Takes an organisation, a relation,
    a claim, a reading, a source, a passage, a figure or a term. With --texts, passages are
    shown once the fingerprint of their text has been verified.
    """
    from hlmgraph import explain as room

    settings: Settings = context.obj
    at_hand = None if texts is None else _texts(texts)
    found = room.explain(settings.graph(), iri, texts=at_hand, lang=lang.value)
    if as_json:
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n")
        return
    from hlmgraph.explain.show import show

    show(found, console(), lang.value)


def _texts(folder: Path) -> dict[str, str]:
    from hlmgraph.sources import passages

    found, passed_over = passages.texts(folder)
    for error in passed_over:
        complain(f"passed over: {error}")
    return {mark: document.content for mark, document in found.items()}


def search(
    context: typer.Context,
    words: list[str] = typer.Argument(help="A name, an acronym, words of it, or a code."),
    kind: list[str] = typer.Option(
        [], "--kind", metavar="CLASS", help="Acteur, Accord… Repeatable."
    ),
    limit: int = typer.Option(20, min=1, help="At most so many."),
    as_json: bool = typer.Option(False, "--json", help="The same as JSON."),
    lang: Language = LANG,
) -> None:
    """Find things of the graph by name; a SIREN finds its body.

    Looks at organisations, relations, places and sources. Case, accents, dashes and apostrophes
    do not count; a word may be cut short. Prints the score, the name, the class, the form that
    matched and the IRI to give to `explain`.
    """
    from dataclasses import asdict

    from hlmgraph.search import search as run

    settings: Settings = context.obj
    hits = run(settings.graph(), " ".join(words), kind or None, limit, lang.value)
    if as_json:
        emit(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1) + "\n")
        return
    if not hits:
        raise GraphError("nothing found", value=" ".join(words), todo="try fewer or shorter words")
    from rich.table import Table
    from rich.text import Text

    from hlmgraph.query import compact

    table = Table(box=None, pad_edge=False, show_header=False)
    for hit in hits:
        form = "" if hit.form == hit.label else hit.form
        table.add_row(f"{hit.score:g}", *map(Text, (hit.label, hit.kind, form, compact(hit.iri))))
    console().print(table)
