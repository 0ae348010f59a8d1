"""Passages: the texts of sources that are at hand, and whether every `preuve` stands in them.

The texts themselves are not ours to publish: whoever has them names a folder. A text is known by
its fingerprint, the sha256 of its bytes; positions count its code points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hlmgraph.errors import SourceError
from hlmgraph.sources.reading import Item, Reading
from hlmgraph.sources.spans import Span, find, lines, tight
from hlmgraph.sources.tree import Fields, Node, Text, every

__all__ = ["Document", "Span", "check", "find", "lines", "read", "texts", "tight"]

MAX_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """A text at hand: where it was found, its fingerprint, its content."""

    path: Path
    fingerprint: str
    content: str


def texts(folder: Path) -> tuple[dict[str, Document], list[SourceError]]:
    """The texts of a folder and its subfolders, by fingerprint; and what was passed over, and why.

    SourceError when it is no folder, or when none of its files is a text.
    """
    if not folder.is_dir():
        raise SourceError("not a folder of texts", file=str(folder), expected="--texts DIR")
    found: dict[str, Document] = {}
    passed_over: list[SourceError] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                one = read(path)
            except SourceError as error:
                passed_over.append(error)
            else:
                found.setdefault(one.fingerprint, one)
    if not found:
        raise SourceError("no text in this folder", file=str(folder), expected="UTF-8 texts")
    return found, passed_over


def read(path: Path) -> Document:
    """One text. SourceError when it is too large, not UTF-8, or no text at all."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            wanted = f"at most {MAX_BYTES:,} bytes"
            raise SourceError("too large", file=str(path), value=f"{size:,} bytes", expected=wanted)
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=str(path)) from None
    if b"\0" in raw:
        raise SourceError("not a text", file=str(path), expected="UTF-8 (it holds null bytes)")
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"UTF-8 (byte {error.start} is not)"
        raise SourceError("wrong encoding", file=str(path), expected=where) from None
    return Document(path, f"sha256:{hashlib.sha256(raw).hexdigest()}", content)


def check(readings: Iterable[Reading], at_hand: Mapping[str, Document]) -> list[SourceError]:
    """Every passage of the readings whose texts are at hand, and the readings whose texts are not."""
    return [error for reading in readings for error in _reading(reading, at_hand)]


def _reading(reading: Reading, at_hand: Mapping[str, Document]) -> Iterator[SourceError]:
    spans = [(item, node) for item in reading.items for node in _spans(item)]
    mark = reading.card.get("empreinte")
    if not spans or not isinstance(mark, Text):
        return
    document = at_hand.get(mark.value)
    if document is None:
        yield SourceError(
            f"its {len(spans)} passages were not checked: no text of this fingerprint",
            file=str(reading.file),
            line=mark.line,
            column=mark.column,
            value=mark.value,
            expected="a text of the folder",
        )
        return
    forms = _forms(reading)
    for item, node in spans:
        yield from _passage(reading, item, node, document, forms)


def _spans(item: Item) -> Iterator[Fields]:
    nested = [item.fields.get(key) for key in ("chiffres", "montant", "participations", "defis")]
    owners: list[Node] = [item.fields, *(one for node in nested for one in every(node))]
    for owner in owners:
        if isinstance(owner, Fields):
            for node in every(owner.get("preuve")):
                if isinstance(node, Fields) and "de" in node.entries:
                    yield node


def _forms(reading: Reading) -> dict[str, Text]:
    """The form that each mention says to have met."""
    found = ((item.path, item.fields.get("forme")) for item in reading.items)
    return {path: form for path, form in found if isinstance(form, Text)}


def _passage(
    reading: Reading, item: Item, node: Fields, document: Document, forms: Mapping[str, Text]
) -> Iterator[SourceError]:
    start, end = int(node.text("de") or 0), int(node.text("a") or 0)
    said = f"{item.path} {start}–{end}"
    place = {"file": str(reading.file), "line": node.line, "column": node.column}
    length = len(document.content)
    if not 0 <= start < end <= length:
        wanted = f"within 0–{length} ({document.path.name})"
        yield SourceError("passage outside the text", **place, value=said, expected=wanted)  # type: ignore[arg-type]
        return
    content = document.content[start:end]
    inner = tight(content, start)
    if (inner.start, inner.end) != (start, end):
        wanted = f"{{de: {inner.start}, a: {inner.end}}}" if inner.content else "words"
        yield SourceError("blanks around the passage", **place, value=said, expected=wanted)  # type: ignore[arg-type]
    form = forms.get(item.path)
    if form is not None and form.value not in content:
        yield SourceError(
            "the form met is not in its passage",
            file=str(reading.file),
            line=form.line,
            column=form.column,
            value=form.value,
            expected=_short(content),
            nearest=_nearest(content, form.value),
        )


def _short(content: str) -> str:
    shown = " ".join(content.split())
    return f"« {shown if len(shown) <= 80 else shown[:79] + '…'} »"


def _nearest(content: str, form: str) -> str | None:
    found = find(content, form)
    return found[0].content if found else None
