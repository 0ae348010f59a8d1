"""The questions of `queries/*.rq`: the header of each, checked together with its query.

The format is told in docs/questions.md and at the head of the room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hlmgraph import paths
from hlmgraph.errors import GraphError, HlmError, Several, nearest
from hlmgraph.query.checking import Checking
from hlmgraph.query.params import Param
from hlmgraph.sources.tree import Fields, Node, Text, every, parse_text

KEYS: Final = ("summary", "description", "params", "tags")
PARAM_KEYS: Final = ("name", "type", "label", "default", "required", "example")
LANGUAGES: Final = ("fr", "en")
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VARIABLE: Final = re.compile(r"[a-z][a-z0-9_]*")
_MARK: Final = "#+"


@dataclass(frozen=True, slots=True)
class Question:
    """One file of `queries/`: what it asks, with which parameters, and its SPARQL."""

    name: str
    file: Path
    text: str
    """The whole file: it is SPARQL 1.1, its header being comments."""
    summary: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    params: tuple[Param, ...] = ()
    tags: tuple[str, ...] = ()

    def samples(self) -> dict[str, str]:
        """Values to try the question with: the example or the default of each parameter."""
        return {param.name: param.sample for param in self.params if param.sample is not None}


def files(folder: Path | None = None) -> list[Path]:
    """The files of questions, in order of name; those of `rules/` and `checks/` are none."""
    return sorted((folder or paths.queries()).glob("*.rq"))


def catalogue(folder: Path | None = None) -> list[Question]:
    """All the questions of a folder, checked; everything wrong in any of them is one Several."""
    questions: list[Question] = []
    errors: list[HlmError] = []
    for path in files(folder):
        question, found = read(path)
        errors += found
        if question is not None:
            questions.append(question)
    errors += _alike(questions)
    Several.raise_if(errors)
    return questions


def find(name: str, folder: Path | None = None) -> Question:
    """The question of that name, checked. GraphError, with the nearest name, when there is none."""
    known = {path.stem: path for path in files(folder)}
    if name not in known:
        raise GraphError(
            "unknown question",
            value=name,
            nearest=nearest(name, known),
            todo="list them with `hlmgraph queries`",
        )
    question, errors = read(known[name])
    Several.raise_if(errors)
    assert question is not None
    return question


def _alike(questions: Sequence[Question]) -> Iterator[HlmError]:
    """Questions that a person could not tell apart: the same summary in a language."""
    for language in LANGUAGES:
        first: dict[str, Question] = {}
        for question in questions:
            said = question.summary.get(language, question.name).casefold()
            other = first.setdefault(said, question)
            if other is not question:
                yield GraphError(
                    f"two questions with the same summary ({language})",
                    file=str(question.file),
                    value=question.summary.get(language),
                    expected=f"another one than {other.file.name}",
                )


def read(path: Path) -> tuple[Question | None, list[HlmError]]:
    """One question, and everything that is wrong with it."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = GraphError("wrong encoding", file=str(path), expected=f"UTF-8 ({error.reason})")
        return None, [wrong]
    header, errors = _header(path, text)
    if header is None:
        return None, errors
    return _Reading(path, text, header, errors).run()


def _header(path: Path, text: str) -> tuple[Fields | None, list[HlmError]]:
    """The YAML of the lines that begin with `#+`, each at its own line and column."""
    lines = text.splitlines()
    kept = ["  " + line[2:] if line.startswith(_MARK) else "" for line in lines]
    if not any(kept):
        wanted = f"lines that begin with {_MARK}, summary first"
        return None, [GraphError("no header", file=str(path), line=1, expected=wanted)]
    try:
        fields, found = parse_text("\n".join(kept), str(path))
    except HlmError as error:
        return None, [error]
    return fields, list(found)


class _Reading:
    """One file, its header already a tree; what is wrong gathers in `errors`."""

    def __init__(self, path: Path, text: str, header: Fields, errors: list[HlmError]) -> None:
        self.path, self.text, self.header, self.errors = path, text, header, errors

    def run(self) -> tuple[Question, list[HlmError]]:
        self._keys(self.header, KEYS)
        if not _NAME.fullmatch(self.path.stem):
            self._wrong("wrong file name", self.header, expected="a-z, 0-9 and -, then .rq")
        question = Question(
            name=self.path.stem,
            file=self.path,
            text=self.text,
            summary=self._bilingual(self.header, "summary", due=True),
            description=self._bilingual(self.header, "description", due=False),
            params=tuple(self._params()),
            tags=tuple(self._tags()),
        )
        self.errors += Checking(self.path, self.text, question.params).run()
        return question, self.errors

    def _wrong(self, what: str, node: Node, **facts: str | None) -> None:
        value = facts.pop("value", node.value if isinstance(node, Text) else None)
        place = {"file": str(self.path), "line": node.line, "column": node.column}
        self.errors.append(GraphError(what, **place, value=value, **facts))  # type: ignore[arg-type]

    def _keys(self, fields: Fields, known: Sequence[str]) -> None:
        for key, node in fields.keys.items():
            if key not in known:
                wanted = ", ".join(known)
                self._wrong("unknown key", node, expected=wanted, nearest=nearest(key, known))

    def _bilingual(self, fields: Fields, key: str, *, due: bool) -> dict[str, str]:
        node = fields.get(key)
        if node is None and not due:
            return {}
        said = {} if not isinstance(node, Fields) else {k: node.text(k) for k in node.entries}
        texts = {language: text for language, text in said.items() if text}
        if isinstance(node, Fields):
            self._keys(node, LANGUAGES)
        lacking = [language for language in LANGUAGES if not texts.get(language)]
        if lacking:
            what = f"`{key}` is missing" + ("" if not texts else f" in {' and '.join(lacking)}")
            self._wrong(what, node or fields, value=None, expected="{fr: …, en: …}")
        return texts

    def _tags(self) -> Iterator[str]:
        for node in every(self.header.get("tags")):
            if isinstance(node, Text) and _NAME.fullmatch(node.value):
                yield node.value
            else:
                self._wrong("wrong tag", node, expected="a word: a-z, 0-9 and -")

    def _params(self) -> Iterator[Param]:
        names: dict[str, int] = {}
        for node in every(self.header.get("params")):
            if not isinstance(node, Fields):
                self._wrong("not a parameter", node, expected="- name: … with its keys")
                continue
            self._keys(node, PARAM_KEYS)
            name = node.text("name") or ""
            if not _VARIABLE.fullmatch(name):
                wanted = "name: a variable of the query without its ?"
                self._wrong("wrong name of parameter", node.get("name") or node, expected=wanted)
            elif name in names:
                wanted = f"one of each (first on line {names[name]})"
                self._wrong("duplicate parameter", node.get("name") or node, expected=wanted)
            names.setdefault(name, node.line)
            yield self._param(node, name)

    def _param(self, node: Fields, name: str) -> Param:
        required = node.text("required")
        if required not in (None, "true", "false"):
            self._wrong("wrong value", node.get("required") or node, expected="true or false")
        if required == "true" and node.get("default") is not None:
            self._wrong("`required` and `default`", node, value=name, expected="one of the two")
        if required == "true" and node.text("example") is None:
            # without one, nothing could try the question
            self._wrong("required parameter without an example", node, value=name)
        return Param(
            name=name,
            type=node.text("type") or "",
            label=self._bilingual(node, "label", due=True),
            default=node.text("default"),
            required=required == "true",
            example=node.text("example"),
            line=node.line,
        )
