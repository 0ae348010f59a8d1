"""An answer: columns and rows of RDF terms, and the shapes that people and programmes want.

`csv` is for people and spreadsheets, `json` for programmes, `parquet` for notebooks; each keeps
every column, whole IRIs and the order of the engine. A table for the eye (`sheet`) shows a label in
place of an IRI where the query gives one, and short IRIs elsewhere.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hlmgraph.errors import GraphError
from hlmgraph.query.iris import compact
from hlmgraph.query.questions import Question
from hlmgraph.query.whole import whole_file
from hlmgraph.rdf import XSD, Literal, NamedNode, Term
from hlmgraph.store import Row

if TYPE_CHECKING:
    from rich.console import Console

Plain = str | int | float | bool | None
INTEGERS: Final = frozenset(
    XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
)
DECIMAL: Final = XSD + "decimal"
FLOATS: Final = frozenset({XSD + "double", XSD + "float"})
BOOLEAN: Final = XSD + "boolean"
DATE: Final = XSD + "date"

_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_LABELS: Final = ("Label", "_nom")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for the eye: headings and cells, all text."""

    columns: list[str]
    rows: list[list[str]]

    def numbers(self) -> list[bool]:
        """Which columns hold numbers and nothing else."""
        series = ([row[at] for row in self.rows if row[at]] for at in range(len(self.columns)))
        return [bool(cells) and all(map(_NUMBER.fullmatch, cells)) for cells in series]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a question, or any SELECT, was answered."""

    columns: tuple[str, ...]
    rows: list[Row]
    question: Question | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    """The values it was asked with, as a person writes them, defaults included."""
    stamp: str | None = None
    """The build that answered, or None for a graph in memory."""

    def __len__(self) -> int:
        return len(self.rows)

    def sheet(self) -> Sheet:
        """A table for the eye. `x` is shown by `xLabel` or `x_nom`, which then have no column."""
        places = self._places()
        rows = [[_cell(row, place, label) for place, label in places] for row in self.rows]
        return Sheet([self.columns[place] for place, _ in places], rows)

    def _places(self) -> list[tuple[int, int | None]]:
        """The columns of the sheet: the place of each, and the place of its label."""
        labels = {column: label for column in self.columns if (label := self._label(column))}
        shown = [column for column in self.columns if column not in labels.values()]
        at = {column: number for number, column in enumerate(self.columns)}
        return [(at[column], at.get(labels.get(column, ""))) for column in shown]

    def to_table(self, console: Console) -> None:
        """Draw the sheet on a console of rich; numbers stand to the right."""
        from rich.table import Table
        from rich.text import Text

        sheet = self.sheet()
        table = Table(box=None, pad_edge=False, header_style="bold", show_lines=False)
        for column, number in zip(sheet.columns, sheet.numbers(), strict=True):
            table.add_column(column, justify="right" if number else "left", overflow="fold")
        for row in sheet.rows:
            table.add_row(*map(Text, row))  # Text, because [words] would be taken for markup
        console.print(table)

    def __repr__(self) -> str:
        return f"<{self._title()}: {len(self)} row{'' if len(self) == 1 else 's'}>"

    def _repr_html_(self) -> str:
        """The sheet for a notebook: labels that lead to their IRIs, long tables cut with a word."""
        from hlmgraph.query.html import table

        sheet, places = self.sheet(), self._places()
        cells = [
            [(text, row[place]) for text, (place, _) in zip(texts, places, strict=True)]
            for texts, row in zip(sheet.rows, self.rows, strict=True)
        ]
        return table(self._title(), sheet.columns, sheet.numbers(), cells)

    def _title(self) -> str:
        """The question and what it was asked with; never a path nor a build."""
        given = (f"{key} = {value}" for key, value in sorted(self.params.items()))
        return " · ".join([self.question.name if self.question else "SPARQL", *given])

    def _label(self, column: str) -> str | None:
        found = (column + ending for ending in _LABELS if column + ending in self.columns)
        return next(found, None)

    def to_csv(self) -> str:
        """RFC 4180, for people: a cell that a spreadsheet would compute gets an apostrophe first."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([harmless(written(term)) for term in row] for row in self.rows)
        return out.getvalue()

    def to_json(self) -> str:
        """A list of objects, column → value: text, a number, true or false, or null."""
        objects = [dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows]
        return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"

    def to_parquet(self, path: Path) -> None:
        """A Parquet file, with the question, its parameters and the build as its metadata.

        GraphError when pyarrow is not installed. The file appears whole, or not at all.
        """
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise GraphError(
                "Parquet needs pyarrow", todo="pip install 'hlmgraph[tables]', or ask for csv"
            ) from None
        series = list(zip(*self.rows, strict=True)) or [()] * len(self.columns)
        columns = [_column(pa, terms) for terms in series]
        table = pa.table(columns, names=list(self.columns)).replace_schema_metadata(self._facts())
        with whole_file(path) as partial:
            pq.write_table(table, partial)

    def _facts(self) -> dict[str, str]:
        facts = {
            "hlmgraph:question": self.question.name if self.question else None,
            "hlmgraph:params": json.dumps(dict(self.params), ensure_ascii=False, sort_keys=True),
            "hlmgraph:build": self.stamp,
        }
        return {key: value for key, value in facts.items() if value is not None}


def _cell(row: Sequence[Term | None], place: int, label: int | None) -> str:
    term, name = row[place], row[label] if label is not None else None
    if name is None and isinstance(term, NamedNode):
        return compact(term.value)
    # A sign that commands a terminal is no part of an answer.
    return _CONTROL.sub("\ufffd", written(name if name is not None else term))


def written(term: Term | None) -> str:
    """A term as text: a whole IRI, what a literal says, nothing for none."""
    return "" if term is None else term.value


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain number stays what it is."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def plain(term: Term | None) -> Plain:
    """A term as JSON has it; a decimal that no float can hold stays text."""
    if not isinstance(term, Literal):
        return None if term is None else term.value
    kind = term.datatype.value
    if kind in INTEGERS:
        return int(term.value)
    if kind == BOOLEAN:
        return term.value in ("true", "1")
    if kind == DECIMAL:
        return _number(Decimal(term.value), term.value)
    if kind in FLOATS and term.value not in ("INF", "-INF", "NaN"):
        return float(term.value)
    return term.value


def _number(value: Decimal, text: str) -> int | float | str:
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else text


def _column(pa: Any, terms: Sequence[Term | None]) -> Any:
    """A typed column where all that it holds is of one kind, else a column of text."""
    known = [term for term in terms if term is not None]
    kinds = {term.datatype.value if isinstance(term, Literal) else "" for term in known}
    texts = [None if term is None else term.value for term in terms]
    if known and kinds <= INTEGERS:
        return pa.array([None if text is None else int(text) for text in texts], pa.int64())
    if known and kinds <= INTEGERS | {DECIMAL}:
        exact = [None if text is None else Decimal(text) for text in texts]
        return pa.array(exact, pa.decimal128(38, 18 if _is_fine(exact) else 6))
    if known and kinds <= INTEGERS | FLOATS | {DECIMAL}:
        return pa.array([None if text is None else float(text) for text in texts], pa.float64())
    if kinds == {BOOLEAN}:
        return pa.array([None if text is None else text in ("true", "1") for text in texts])
    if kinds == {DATE}:
        return pa.array(texts, pa.string()).cast(pa.date32())
    return pa.array(texts, pa.string())


def _is_fine(values: Sequence[Decimal | None]) -> bool:
    """Whether six places after the point are too few (an average, say)."""
    return any(value is not None and value != round(value, 6) for value in values)
