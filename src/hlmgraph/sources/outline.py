"""The first look at a file: its card, the ids of its items, and so what other files may refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from hlmgraph.errors import HlmError, SourceError, nearest
from hlmgraph.sources.reading import REGISTER, UNKNOWN, Item, Reading
from hlmgraph.sources.tree import Fields, Items, Node, Text, every, parse
from hlmgraph.sources.values import SOURCE_SLUG, Errors, Known
from hlmgraph.vocab import Vocabulary

CARD_KEYS = {
    *(
        "id",
        "type",
        "titre",
        "editeur",
        "date",
        "langue",
        "empreinte",
        "adresse",
        "licence",
        "credit",
    ),
    *("lecture", "remplace", "saisi_le", "attendu", "contenu", "deduits", "note", UNKNOWN),
}


def outline(path: Path, words: Vocabulary) -> tuple[Reading | None, list[HlmError]]:
    """Read a file as far as its card and the ids of its items: what other files may refer to."""
    try:
        root, found = parse(path)
    except SourceError as error:
        return None, [error]
    errors = Errors(str(path), list(found))
    reading = _card(path, root, words, errors)
    return reading, list(errors.found)


def _card(path: Path, root: Fields, words: Vocabulary, errors: Errors) -> Reading | None:
    for key, node in root.keys.items():
        if key not in CARD_KEYS and ":" not in key and not key.startswith("@"):
            errors.add(
                "unknown key",
                node,
                nearest=nearest(key, CARD_KEYS),
                expected="a key of a source's card",
            )
    kind, _, slug = (root.text("id") or "").partition("/")
    number = root.text("lecture") or ""
    stem = slug if number in ("", "1") else f"{slug}.{number}"
    if kind not in ("source", REGISTER) or not SOURCE_SLUG.fullmatch(slug):
        errors.add(
            "wrong id",
            root.get("id") or root,
            expected=f"id: source/… or {REGISTER}/… (a-z, 0-9, - and _)",
        )
    elif path.stem != stem:
        errors.add(
            "id and file name differ", root.get("id") or root, expected=f"a file named {stem}.yaml"
        )
    if not re.fullmatch(r"[1-9][0-9]{0,3}", number):
        errors.add(
            "`lecture` is missing or wrong",
            root.get("lecture") or root,
            expected="the number of the reading: 1",
        )
        number = "1"
    nodes = _entries(root, errors)
    items = tuple(item for node in nodes if (item := _item(node, words, errors)) is not None)
    return Reading(path, root, slug, int(number), root.text("saisi_le") or "", items)


def _entries(root: Fields, errors: Errors) -> list[Node]:
    content = root.get("contenu")
    if not isinstance(content, Items) or not content.nodes:
        errors.add("`contenu` is missing or empty", content or root, expected="a list of items")
        return []
    return content.nodes


def _item(node: Node, words: Vocabulary, errors: Errors) -> Item | None:
    if not isinstance(node, Fields):
        errors.add("not an item", node, expected="`- id: …` with its keys")
        return None
    said = every(node.get("type"))
    types = [one for one in said if isinstance(one, Text)]
    for other in said:
        if not isinstance(other, Text):
            errors.add("type that is not a word", other, expected="a class of the ontology")
    for one in types:
        if one.value not in words.classes:
            errors.add("unknown type", one, nearest=nearest(one.value, words.classes))
        elif [other.value for other in types].count(one.value) > 1:
            errors.add("type given twice", one, expected="each class once")
    path = node.text("id")
    if path is None or not types:
        errors.add("item without `id` or `type`", node, expected="both")
        return None
    return Item(
        path, tuple(one.value for one in types if one.value in words.classes), node, node.line
    )


def universe(readings: Sequence[Reading], words: Vocabulary) -> Known:
    """Everything that the items of these readings define."""
    items = [item for reading in readings for item in reading.items]
    return Known(
        actors=frozenset(i.path.partition("/")[2] for i in items if i.is_a(words, "Acteur")),
        territories=frozenset(
            i.path.partition("/")[2] for i in items if i.is_a(words, "Territoire")
        ),
        things=frozenset(i.path for i in items),
        readings=frozenset((reading.name, reading.number) for reading in readings),
    )


def twice(readings: Sequence[Reading], words: Vocabulary) -> list[HlmError]:
    """Actors and territories defined by two registers; readings with the same IRI."""
    errors: list[HlmError] = []
    seen: dict[object, tuple[Reading, int]] = {}
    for reading in readings:
        said: dict[object, Fields] = {(reading.name, reading.number): reading.card}
        if reading.is_register:
            said |= {item.path: item.fields for item in reading.items if _lasting(item, words)}
        for name, node in said.items():
            first, line = seen.setdefault(name, (reading, node.line))
            # A register read again may define its actors again.
            if first is not reading and (first.name != reading.name or isinstance(name, tuple)):
                errors.append(_second(reading, name, node, f"{first.file.name}, line {line}"))
    return errors


def _lasting(item: Item, words: Vocabulary) -> bool:
    return item.is_a(words, "Acteur") or item.is_a(words, "Territoire")


def _second(reading: Reading, name: object, node: Fields, first: str) -> SourceError:
    said = name if isinstance(name, str) else f"lecture/{reading.name}/{reading.number}"
    return SourceError(
        "defined twice",
        file=str(reading.file),
        line=node.line,
        column=node.column,
        value=said,
        expected=f"one entry (first in {first})",
    )
