"""The verb of those who read sources: `passages`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hlmgraph.cli.output import Settings, complain, emit, examples
from hlmgraph.errors import Several, SourceError, UsageError, nearest

if TYPE_CHECKING:
    from hlmgraph.sources import Reading
    from hlmgraph.sources.passages import Span

_PASSAGES = (
    'hlmgraph passages lettre.txt "Badges et clés" "prend fin"',
    "hlmgraph passages lettre.txt --lines 12-14",
    "hlmgraph passages --check --texts ~/texts",
    "hlmgraph passages --check --texts ~/texts 2020-07_ush-bfc_breves",
)


def add_to(app: typer.Typer) -> None:
    """Give the verb to the door."""
    app.command(epilog=examples(*_PASSAGES))(passages)


def passages(
    context: typer.Context,
    words: list[str] = typer.Argument(
        None,
        metavar="TEXT PHRASE... | [SOURCES...]",
        help="A text and phrases; or sources to check.",
    ),
    lines: str | None = typer.Option(None, metavar="A-B", help="Lines of TEXT, from 1."),
    check: bool = typer.Option(False, "--check", help="Check every passage of the sources."),
    texts: Path | None = typer.Option(None, metavar="DIR", help="The folder of the texts."),
) -> None:
    """Turn phrases of a text into positions, or check positions.

    With --check, every `preuve` of the sources is looked up in the texts. A phrase that is not
    found as it is, is looked for without case, accents and kinds of blanks. Prints `preuve:
    {de:, a:}` and what stands there. Nothing is written anywhere.
    """
    asked = list(words or [])
    if check:
        if texts is None:
            raise UsageError("which texts?", expected="--check --texts DIR [SOURCES…]")
        settings: Settings = context.obj
        _check(settings, texts, asked)
        return
    if not asked or (len(asked) == 1) == (lines is None):
        wanted = "TEXT PHRASE…, TEXT --lines A-B, or --check --texts DIR"
        raise UsageError("what to look for?", expected=wanted)
    _find(Path(asked[0]), asked[1:], lines)


def _find(path: Path, phrases: list[str], lines: str | None) -> None:
    from hlmgraph.sources import passages as room

    document = room.read(path)
    if lines is not None:
        _print(room.lines(document.content, *_range(lines)), document.fingerprint)
        return
    missing = []
    for phrase in phrases:
        spans = room.find(document.content, phrase)
        for span in spans:
            _print(span, document.fingerprint if span is spans[0] else "")
        if not spans:
            missing.append(SourceError("not in this text", file=str(path), value=phrase))
    Several.raise_if(missing)


def _range(lines: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", lines)
    if found is None:
        raise UsageError("not lines", value=lines, expected="--lines 12 or --lines 12-14")
    return int(found[1]), int(found[2] or found[1])


def _print(span: Span, fingerprint: str) -> None:
    head = f"empreinte: {fingerprint}\n" if fingerprint else ""
    folded = "" if span.exact else "   # not written quite as asked"
    emit(f"{head}preuve: {{de: {span.start}, a: {span.end}}}{folded}\n{_indented(span.content)}\n")


def _indented(content: str) -> str:
    return "\n".join(f"    {line}" for line in content.splitlines())


def _check(settings: Settings, folder: Path, wanted: list[str]) -> None:
    from hlmgraph import sources, vocab
    from hlmgraph.sources import passages as room

    at_hand, passed_over = room.texts(folder)
    for error in passed_over:
        complain(f"passed over: {error}")
    places = settings.places()
    readings = sources.read(sources.files(places.data), vocab.load(places.ontology))
    chosen = [reading for reading in readings if not wanted or _is_any(reading, wanted)]
    known = {reading.file.stem for reading in readings}
    for name in wanted:
        if not any(_is_any(reading, [name]) for reading in chosen):
            raise UsageError("unknown source", value=name, nearest=nearest(Path(name).stem, known))
    Several.raise_if(room.check(chosen, at_hand))
    emit(f"{len(chosen)} files, every passage stands in its text\n")


def _is_any(reading: Reading, wanted: list[str]) -> bool:
    names = {reading.slug, reading.file.stem, reading.file.name, reading.card.text("id")}
    return any(name in names or Path(name).resolve() == reading.file.resolve() for name in wanted)
