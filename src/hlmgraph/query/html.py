"""A sheet as one HTML table, for a notebook: everything is escaped, and nothing is loaded.

What stands in a graph was written by others: a label may hold markup, a formula, or signs that turn
the line around. It is shown as it is written, and only `http` and `https` IRIs become links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hlmgraph.rdf import NamedNode, Term

ROWS: Final = 40
"""How many rows are shown; `to_csv` has them all."""

Cell = tuple[str, Term | None]
"""What is shown, and what it stands for."""

# Notebooks hand their pages to MathJax, which would take $x$ in a label for a formula.
_OPENING: Final = '<table class="hlmgraph tex2jax_ignore mathjax_ignore">'
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def table(
    title: str, columns: Sequence[str], numbers: Sequence[bool], rows: Sequence[Sequence[Cell]]
) -> str:
    """A table of the first ROWS rows, and a last line that says how many there are more.

    `numbers` says which columns stand to the right.
    """
    head = _line("th", [(name, None) for name in columns], numbers)
    lines = [_line("td", row, numbers) for row in rows[:ROWS]]
    body = "\n".join([*lines, *_rest(len(rows), len(columns))])
    count = f"{len(rows)} {'lignes' if len(rows) > 1 else 'ligne'}"
    parts = (
        f"<caption>{_text(title)} · {count}</caption>",
        f"<thead>{head}</thead>",
        "<tbody>",
        body,
    )
    return "\n".join([_OPENING, *parts, "</tbody>", "</table>"])


def _rest(total: int, width: int) -> Iterator[str]:
    if 0 < total <= ROWS:
        return
    more = f"… {total - ROWS} lignes de plus dans to_csv() (more rows)"
    said = more if total else "aucune ligne (no row)"
    yield f'<tr><td colspan="{max(width, 1)}" style="text-align: left"><em>{said}</em></td></tr>'


def _line(tag: str, cells: Iterable[Cell], numbers: Iterable[bool]) -> str:
    shown = (_cell(tag, cell, number) for cell, number in zip(cells, numbers, strict=True))
    return f"<tr>{''.join(shown)}</tr>"


def _cell(tag: str, cell: Cell, number: bool) -> str:
    text, term = cell
    side = "right" if number else "left"
    shown = _text(text)
    if isinstance(term, NamedNode) and _WEB.match(term.value):
        shown = f'<a href="{_text(term.value)}" rel="noopener">{shown}</a>'
    return f'<{tag} dir="auto" style="text-align: {side}">{shown}</{tag}>'


def _text(text: str) -> str:
    return html.escape(_CONTROL.sub("\ufffd", text), quote=True)
