"""A YAML file as a tree in which every value knows its line.

Scalars stay text: `01`, `2020-07` and `no` are what the file says. What YAML could hide (aliases, tags, anchors,
several documents, duplicate keys) is refused here, before anything looks at the meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from hlmgraph.errors import SourceError

MAX_BYTES = 8_000_000
MAX_DEPTH = 8
MAX_TEXT = 20_000

# All that is not text: controls, line breaks that YAML alone sees, a second BOM, halves and non-characters.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
Wrong: TypeAlias = "partial[SourceError]"

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, exactly as written, with its 1-based line and column."""

    value: str
    line: int
    column: int


@dataclass(slots=True)
class Items:
    """A list, with the place where it starts."""

    line: int
    column: int
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """A mapping: key → value, in the order of the file."""

    line: int
    column: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Text] = field(default_factory=dict)

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None."""
        return self.entries.get(key)

    def text(self, key: str) -> str | None:
        """The value of `key` when it is a scalar, or None."""
        node = self.entries.get(key)
        return node.value if isinstance(node, Text) else None


Node = Text | Items | Fields


def every(node: Node | None) -> list[Node]:
    """A value as a list: a list's members, a single value alone, nothing for None."""
    if node is None:
        return []
    return node.nodes if isinstance(node, Items) else [node]


def decode(path: Path) -> str:
    """The text of a source file; raises SourceError when it is too large, not UTF-8, or holds what YAML must not."""
    wrong = partial(SourceError, file=str(path))
    text = _utf8(_content(path, wrong), wrong)
    for line, content in enumerate(text.split("\n"), 1):
        found = CONTROL.search(content.removesuffix("\r"))
        if found:
            name = "tab" if found[0] == "\t" else f"control character U+{ord(found[0]):04X}"
            column = found.start() + 1
            raise wrong(name, line=line, column=column, expected="plain text and blanks")
    if not text.strip():
        raise wrong("empty file", line=1, column=1, expected="a source card and its contenu")
    return text


def _content(path: Path, wrong: Wrong) -> bytes:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise wrong("the file cannot be read", expected=error.strerror) from None
    if size > MAX_BYTES:
        said, wanted = f"{size:,} bytes", f"at most {MAX_BYTES:,} bytes"
        todo = "cut the source into several files"
        raise wrong("file too large", line=1, value=said, expected=wanted, todo=todo)
    return raw


def _utf8(raw: bytes, wrong: Wrong) -> str:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        wanted, todo = "UTF-8 without BOM", "save without BOM"
        raise wrong("byte order mark", line=1, column=1, expected=wanted, todo=todo)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        raise wrong(
            "wrong encoding",
            line=before.count(b"\n") + 1,
            column=error.start - before.rfind(b"\n"),
            value=f"byte 0x{raw[error.start]:02x}",
            expected="UTF-8",
            todo="save the file as UTF-8",
        ) from None


def parse(path: Path) -> tuple[Fields, list[SourceError]]:
    """Read `path` into a tree.

    Returns the root mapping and the errors that do not stop the reading (duplicate keys, keys with `:` or `@`);
    raises SourceError on those that do.
    """
    return parse_text(decode(path), str(path))


def parse_text(text: str, file: str) -> tuple[Fields, list[SourceError]]:
    """Read YAML that stands in `file`, or in a part of it, as `parse` does."""
    errors: list[SourceError] = []
    try:
        root = _build(file, yaml.parse(text, Loader=Loader), errors)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SourceError(
            f"not YAML: {error.problem or error}",
            file=file,
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from None
    except yaml.YAMLError as error:
        raise SourceError(f"not YAML: {str(error).splitlines()[0]}", file=file) from None
    if not isinstance(root, Fields):
        raise SourceError("not a mapping", file=file, line=1, expected="`key: value` lines")
    return root, errors


@dataclass(slots=True)
class _Open:
    node: Items | Fields
    key: Text | None = None


def _build(file: str, events: Iterator[Any], errors: list[SourceError]) -> Node | None:
    """Turn events into a tree without recursion, so that depth costs an error and not the stack."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    for event in events:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        _refuse(file, event, line, column)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise SourceError(
                    "second document", file=file, line=line, expected="one document in a file"
                )
        elif isinstance(event, yaml.ScalarEvent):
            _refuse_controls(file, event.value, line, column)
            root = _place(file, stack, Text(event.value, line, column), errors) or root
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(stack) >= MAX_DEPTH:
                raise SourceError(
                    "nested too deep", file=file, line=line, expected=f"at most {MAX_DEPTH} levels"
                )
            kind = Items if isinstance(event, yaml.SequenceStartEvent) else Fields
            node = kind(line, column)
            root = _place(file, stack, node, errors) or root
            stack.append(_Open(node))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            stack.pop()
    return root


def _refuse(file: str, event: Any, line: int, column: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise SourceError(
            "alias or anchor",
            file=file,
            line=line,
            column=column,
            expected="values written out in full",
        )
    if getattr(event, "tag", None):
        raise SourceError(
            "tag",
            file=file,
            line=line,
            column=column,
            value=event.tag,
            expected="values without a tag",
        )


def _refuse_controls(file: str, value: str, line: int, column: int) -> None:
    # A quoted value can write by an escape what the file itself may not hold.
    found = CONTROL.search(value.replace("\n", ""))
    if found:
        name = f"control character U+{ord(found[0]):04X}"
        wanted = "plain text and blanks"
        raise SourceError(name, file=file, line=line, column=column, expected=wanted)


def _place(file: str, stack: list[_Open], node: Node, errors: list[SourceError]) -> Node | None:
    """Put `node` where it belongs; returns it when it is the root."""
    if not stack:
        return node
    top = stack[-1]
    if isinstance(top.node, Items):
        top.node.nodes.append(node)
    elif top.key is None:
        top.key = _key(file, node)
        _check_key(file, top.node, top.key, errors)
    else:
        if top.key.value not in top.node.entries:
            top.node.entries[top.key.value] = node
            top.node.keys[top.key.value] = top.key
        top.key = None
    return None


def _key(file: str, node: Node) -> Text:
    if isinstance(node, Text):
        return node
    raise SourceError(
        "key that is not a word",
        file=file,
        line=node.line,
        column=node.column,
        expected="`key: value`",
    )


def _check_key(file: str, fields: Fields, key: Text, errors: list[SourceError]) -> None:
    wrong = partial(SourceError, file=file, line=key.line, column=key.column, value=key.value)
    if key.value in fields.entries:
        first = fields.keys[key.value].line
        errors.append(wrong("duplicate key", expected=f"one `{key.value}` (first on line {first})"))
    if key.value.startswith("@"):
        errors.append(wrong("JSON-LD keyword as a key", expected="a word of docs/sources.md"))
    elif ":" in key.value:
        errors.append(wrong("`:` inside a key", expected="a word of docs/sources.md"))
