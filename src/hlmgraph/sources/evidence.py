"""Is an evidence one? A passage, a page or a row of a table, each with what makes it findable again."""

from __future__ import annotations

import re

from hlmgraph.errors import nearest
from hlmgraph.sources.reading import UNKNOWN
from hlmgraph.sources.tree import Fields, Node, Text
from hlmgraph.sources.values import FINGERPRINT, Values

KEYS = {"de", "a", "page", "vue_le", "ligne", "empreinte", "note", "pour"}
KINDS = "{de:, a:}, {ligne:, empreinte:} or {page:, vue_le:}"


def check(values: Values, node: Node, has_text: bool) -> None:
    """Check one entry of `preuve`; `has_text`: the card bears the fingerprint of a text."""
    if not isinstance(node, Fields):
        values.errors.add("`preuve` is not an entry", node, expected=KINDS)
        return
    for key, name in node.keys.items():
        if key not in KEYS:
            values.errors.add("unknown key", name, nearest=nearest(key, KEYS))
    support = node.get("pour")
    if support is not None:
        values.check("pour", support)
    if "page" in node.entries:
        _page(values, node)
    elif "ligne" in node.entries:
        _row(values, node)
    else:
        _span(values, node, has_text)


def _page(values: Values, node: Fields) -> None:
    page, seen = node.get("page"), node.text("vue_le")
    if isinstance(page, Text):
        values.address(page)
    else:
        values.errors.add("`page` is not an address", node, expected="page: https://…")
    if seen != UNKNOWN:
        values.day(node.get("vue_le"), "vue_le", node)
    elif not node.text("note"):
        wanted = "why the day is not known"
        values.errors.add("`vue_le: non_precise` without a `note`", node, expected=wanted)


def _row(values: Values, node: Fields) -> None:
    key, mark = node.get("ligne"), node.get("empreinte")
    if not isinstance(key, Text) or not key.value.strip():
        values.errors.add("`ligne` is not a key", node, expected="the key of a row")
    if not isinstance(mark, Text) or not FINGERPRINT.fullmatch(mark.value):
        wanted = "empreinte: sha256:…"
        values.errors.add("row without its table's fingerprint", mark or node, expected=wanted)


def _span(values: Values, node: Fields, has_text: bool) -> None:
    ends: list[int] = []
    for name in ("de", "a"):
        one = node.get(name)
        if not isinstance(one, Text) or not re.fullmatch(r"[0-9]{1,9}", one.value):
            wanted = "a whole number, from 0"
            values.errors.add(f"`{name}` is not a position", one or node, expected=wanted)
            return
        ends.append(int(one.value))
    if ends[0] >= ends[1]:
        said = f"{ends[0]}–{ends[1]}"
        values.errors.add("empty passage", node, value=said, expected="de < a")
    if not has_text:
        wanted = "empreinte: on the card"
        values.errors.add("passage of a text without a fingerprint", node, expected=wanted)
