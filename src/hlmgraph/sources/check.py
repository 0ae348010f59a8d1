"""Is a source file right? Every error of every file is found in one run, before any JSON-LD is made."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from hlmgraph import french
from hlmgraph.errors import SourceError, nearest
from hlmgraph.sources import evidence
from hlmgraph.sources.keys import Keys
from hlmgraph.sources.nested import Nested
from hlmgraph.sources.reading import CLAIM_KEYS, NESTED, UNKNOWN, Item, Reading
from hlmgraph.sources.tree import Fields, Node, Text, every
from hlmgraph.sources.values import FINGERPRINT, Errors, Known, Values
from hlmgraph.vocab import Vocabulary

CARD_VALUES = (
    "titre",
    "editeur",
    "date",
    "langue",
    "adresse",
    "licence",
    "credit",
    "deduits",
    UNKNOWN,
)
ITEM_KEYS = {"id", "type", *CLAIM_KEYS}


class Check:
    """The checks of one reading, once it is known what all the files define."""

    def __init__(self, reading: Reading, words: Vocabulary, known: Known) -> None:
        self.reading, self.words = reading, words
        self.errors = Errors(str(reading.file))
        self.values = Values(words, known, self.errors)
        self.keys = Keys(words, self.errors)
        self.nested = Nested(self.values, self.keys)

    def run(self) -> list[SourceError]:
        """All the errors of the reading's content."""
        self._card()
        self._ids()
        self._expected()
        for item in self.reading.items:
            self._item(item)
        return self.errors.found

    def _card(self) -> None:
        card = self.reading.card
        kind = card.get("type")
        kinds = self.words.descendants("Source")
        if not isinstance(kind, Text) or kind.value not in kinds:
            near = nearest(card.text("type") or "", kinds)
            wanted = "one kind of source"
            self.errors.add("wrong type of source", kind or card, nearest=near, expected=wanted)
        self._replaces(card.get("remplace"))
        self.values.day(card.get("saisi_le"), "saisi_le", card)
        for key in ("titre", "langue"):
            if not card.text(key):
                self.errors.add(f"`{key}` is missing", card, value=None)
        if card.get("date") is None and not self.reading.is_register:
            self.errors.add(
                "`date` is missing",
                card,
                value=None,
                todo="write date: non_precise if there is none",
            )
        for key in CARD_VALUES:
            if (node := card.get(key)) is not None:
                self.values.check(key, node)
        mark = card.get("empreinte")
        said = mark.value if isinstance(mark, Text) else ""
        if mark is not None and not FINGERPRINT.fullmatch(said):
            self.errors.add("wrong fingerprint", mark, expected="sha256: and 64 hexadecimal digits")

    def _replaces(self, node: Node | None) -> None:
        if node is None:
            return
        said = node.value if isinstance(node, Text) else ""
        earlier = [str(number) for number in range(1, self.reading.number)]
        if said not in earlier or (self.reading.name, int(said)) not in self.values.known.readings:
            wanted = "the number of an earlier reading of this source, in a file beside it"
            self.errors.add("`remplace` is not one", node, expected=wanted)

    def _ids(self) -> None:
        seen: dict[str, int] = {}
        for item in self.reading.items:
            node = item.fields.get("id")
            assert isinstance(node, Text)
            if not self.values.slug(node):
                continue
            if item.path.partition("/")[2] in self.words.context:
                todo = "choose another slug"
                self.errors.add("slug that is a word of the context", node, todo=todo)
            if item.path in seen:
                self.errors.add(
                    "duplicate id", node, expected=f"one item (first on line {seen[item.path]})"
                )
            seen.setdefault(item.path, item.line)
            segments = {s for kind in item.types if (s := self.words.segment(kind))}
            head, _, tail = item.path.partition("/")
            if item.types and (head not in segments or not tail):
                wanted = (
                    " or ".join(f"{s}/…" for s in sorted(segments))
                    or "a class that has an IRI of its own"
                )
                self.errors.add("id does not fit the type", node, expected=wanted)
        self._prefixes(seen)

    def _prefixes(self, seen: dict[str, int]) -> None:
        # A figure is <relation>/<cle>: an item below another one could take the IRI of a figure.
        for path in seen:
            parts = path.split("/")
            for cut in range(2, len(parts)):
                if (above := "/".join(parts[:cut])) in seen:
                    item = next(i for i in self.reading.items if i.path == path)
                    self.errors.add(
                        "id below another id",
                        item.fields.get("id") or item.fields,
                        expected=f"not under {above}",
                    )

    def _expected(self) -> None:
        node = self.reading.card.get("attendu")
        if not isinstance(node, Fields):
            self.errors.add(
                "`attendu` is missing",
                node or self.reading.card,
                value=None,
                expected="{Class: count, …}",
            )
            return
        found = Counter(kind for item in self.reading.items for kind in item.types)
        for kind, wanted in node.entries.items():
            if kind not in self.words.classes:
                self.errors.add(
                    "unknown type", node.keys[kind], nearest=nearest(kind, self.words.classes)
                )
            elif not isinstance(wanted, Text) or wanted.value != str(found[kind]):
                said = wanted.value if isinstance(wanted, Text) else "?"
                self.errors.add(
                    f"{found[kind]} {kind}, not {said}",
                    wanted,
                    todo="read again, or correct `attendu`",
                )
        for kind in sorted(found.keys() - node.entries.keys()):
            if not self.words.is_a(kind, "Acteur") and not self.words.is_a(kind, "Territoire"):
                self.errors.add(
                    f"{found[kind]} {kind} that `attendu` does not expect", node, value=None
                )

    def _item(self, item: Item) -> None:
        for key, node in item.fields.entries.items():
            if key in ITEM_KEYS or ":" in key or key.startswith("@"):
                continue
            if self.keys.check(key, item.types, item.fields.keys[key]):
                self._value(key, node)
        self.nested.check(item)
        self._claim(item)
        self._person(item)

    def _value(self, key: str, node: Node) -> None:
        if key == "titulaire":
            if not isinstance(node, Text) or not node.value.strip():
                self.errors.add("`titulaire` takes one name", node)
        elif key not in NESTED:
            self.values.check(key, node)

    def _claim(self, item: Item) -> None:
        fields = item.fields
        for key in ("certitude", "deduits", "note", UNKNOWN):
            if (node := fields.get(key)) is not None:
                self.values.check(key, node)
                if isinstance(node, Text) and node.value == UNKNOWN:
                    self.errors.add(f"`{key}` cannot be unknown", node, expected="leave it out")
        deduced = fields.get("deduits")
        if fields.text("certitude") == "deduit":
            deduced = fields.get("certitude")
        if deduced is not None and not fields.text("note"):
            self.errors.add("deduced without a `note`", deduced, value=None, expected="how")
        self._deduced(fields)
        if (recorded := fields.get("saisi_le")) is not None:
            self.values.day(recorded, "saisi_le", recorded)
        self._withdrawal(fields)
        entries = every(fields.get("preuve"))
        free = item.is_a(self.words, "Acteur") or item.is_a(self.words, "Territoire")
        if not entries and not (self.reading.is_register and free):
            self.errors.add(
                "no `preuve`",
                fields,
                value=item.path,
                expected="the passage that says it: {de:, a:}",
            )
        has_text = bool(self.reading.card.text("empreinte")) and not self.reading.is_register
        for node in entries:
            evidence.check(self.values, node, has_text)

    def _deduced(self, fields: Fields) -> None:
        parts = every(fields.get("participations"))
        roles = {one.text("role") for one in parts if isinstance(one, Fields)}
        for node in every(fields.get("deduits")):
            key = node.value if isinstance(node, Text) else ""
            if key not in fields.entries and self.words.property_of(key) not in roles:
                here = fields.entries.keys() - ITEM_KEYS
                self.errors.add("deduced, but not said here", node, nearest=nearest(key, here))

    def _withdrawal(self, fields: Fields) -> None:
        node = fields.get("retire")
        if node is None:
            return
        if not isinstance(node, Fields) or not node.text("motif"):
            self.errors.add(
                "withdrawal without its reason", node, expected="retire: {le: day, motif: words}"
            )
        else:
            self.values.day(node.get("le"), "le", node)

    def _person(self, item: Item) -> None:
        node = item.fields.get("titulaire")
        if not isinstance(node, Text):
            return
        name = french.fold(node.value).split()[-1:]
        for other in self._with_word.get(name[0], ()) if name and len(name[0]) > 3 else ():
            where = other.fields.get("id") or other.fields
            self.errors.add(
                "a person's name in an id", where, expected="the function, not the name"
            )

    @cached_property
    def _with_word(self) -> dict[str, list[Item]]:
        """The items whose ids hold a word."""
        found: dict[str, list[Item]] = {}
        for item in self.reading.items:
            for word in dict.fromkeys(re.split(r"[-/]", item.path)):
                found.setdefault(word, []).append(item)
        return found
