"""Is a question right? Its header against its query, and its query against the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hlmgraph.errors import GraphError, HlmError, nearest
from hlmgraph.query.binding import with_data
from hlmgraph.query.params import Param, check_type, read
from hlmgraph.query.shape import shape
from hlmgraph.query.tokens import place
from hlmgraph.rdf import Term
from hlmgraph.store import memory


class Checking:
    """The checks of one question, whose header has been read."""

    def __init__(self, path: Path, text: str, params: Sequence[Param]) -> None:
        self.file, self.text, self.params = str(path), text, params
        self.shape = shape(text)

    def run(self) -> list[HlmError]:
        """All that is wrong."""
        return [
            *self._types(),
            *self._samples(),
            *self._form(),
            *self._variables(),
            *self._engine(),
        ]

    def _types(self) -> Iterator[HlmError]:
        for param in self.params:
            try:
                check_type(param.type)
            except HlmError as error:
                yield self._at(error, param.line)

    def _samples(self) -> Iterator[HlmError]:
        for param in self.params:
            for kind, said in (("default", param.default), ("example", param.example)):
                try:
                    if said is not None:
                        self._read(param, said)
                except HlmError as error:
                    what = f"the {kind} of `{param.name}` is wrong: {error.what}"
                    yield self._at(error, param.line, what)

    @staticmethod
    def _read(param: Param, said: str) -> Term | None:
        """The term of a value, taken at its word; None when its type is wrong."""
        try:
            check_type(param.type)
        except HlmError:
            return None  # said already
        return read(param.type, said)

    def _at(self, error: HlmError, line: int | None, what: str | None = None) -> GraphError:
        return GraphError(
            what or error.what,
            file=self.file,
            line=line,
            value=error.value,
            expected=error.expected,
            nearest=error.nearest,
        )

    def _form(self) -> Iterator[HlmError]:
        if self.shape.form != "SELECT":
            yield GraphError(
                "a question is a SELECT", file=self.file, value=self.shape.form or None
            )
        if "SERVICE" in self.shape.words:
            yield self._in_query("SERVICE asks elsewhere", self.shape.words["SERVICE"])

    def _in_query(self, what: str, offset: int, **facts: str | None) -> GraphError:
        line, column = place(self.text, offset)
        return GraphError(what, file=self.file, line=line, column=column, **facts)

    def _variables(self) -> Iterator[HlmError]:
        first, names = self.shape.first, {param.name for param in self.params}
        for param in self.params:
            if param.name and param.name not in first:
                yield GraphError(
                    "parameter that the query does not use",
                    file=self.file,
                    line=param.line,
                    value=param.name,
                    nearest=nearest(param.name, first),
                )
        known = self.shape.bound | names
        for name in sorted(first.keys() - known, key=lambda name: first[name]):
            yield self._in_query(
                "unknown variable: no pattern binds it, no parameter gives it",
                first[name],
                value=f"?{name}",
                nearest=nearest(name, known),
            )
        for name in sorted(self.shape.having.keys() & names):
            yield self._in_query(
                "a parameter has no value in HAVING",
                self.shape.having[name],
                value=f"?{name}",
                expected=f"MAX(?{name}), or a FILTER around a sub-SELECT",
            )

    def _engine(self) -> Iterator[HlmError]:
        """What the engine says of the text as it is, and with values given."""
        if self.shape.form != "SELECT" or "SERVICE" in self.shape.words:
            return
        try:
            memory().run(self.text)
            memory().run(with_data(self.text, self._values()))
        except GraphError as error:
            error.file = self.file
            yield error

    def _values(self) -> dict[str, Term]:
        values: dict[str, Term] = {}
        for param in self.params:
            try:
                term = self._read(param, param.sample) if param.sample is not None else None
            except HlmError:
                term = None  # said already
            if term is not None:
                values[param.name] = term
        return values
