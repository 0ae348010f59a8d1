"""What stands inside an item: figures, amounts, parts, challenges, names, identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hlmgraph.errors import nearest
from hlmgraph.sources.keys import Keys
from hlmgraph.sources.reading import NESTED, SHORT, UNKNOWN, Item
from hlmgraph.sources.tree import Fields, Node, Text, every
from hlmgraph.sources.values import Values

# What makes the IRI of an entry, where it is not its `cle`.
MARKS = {"Participation": ("role", "qui"), "Identifiant": ("systeme", "code")}
LONG = {(kind, word): short for (kind, short), word in SHORT.items()}


@dataclass(frozen=True, slots=True)
class Nested:
    """Checks the entries of `chiffres`, `participations` and their like."""

    values: Values
    keys: Keys

    def check(self, item: Item) -> None:
        """Check all that is nested in an item; two things of one item may not have the same IRI."""
        marks: dict[str, int] = {}
        for key in [key for key in item.fields.entries if key in NESTED]:
            node = item.fields.entries[key]
            if isinstance(node, Text) and node.value == UNKNOWN:
                continue
            for one in every(node):
                if isinstance(one, Fields):
                    self._entry(key, one, item.types)
                    self._once(key, one, marks)
                else:
                    self._add(f"`{key}` takes `{{key: value}}` entries", one)
        self._parts(item.fields)

    def _add(self, what: str, node: Node, **facts: str | None) -> None:
        self.values.errors.add(what, node, **facts)

    def _once(self, key: str, one: Fields, marks: dict[str, int]) -> None:
        parts = MARKS.get(NESTED[key], ("cle",))
        mark = key if key == "montant" else "/".join(one.text(part) or "" for part in parts)
        if mark in marks:
            named, line = " and ".join(f"`{part}`" for part in parts), marks[mark]
            what, wanted = f"two entries with the same {named}", f"another (first on line {line})"
            self._add(what, one, value=mark, expected=wanted)
        elif mark:
            marks[mark] = one.line

    def _entry(self, key: str, one: Fields, types: Sequence[str]) -> None:
        kind = NESTED[key]
        for short, node in one.entries.items():
            if short.startswith("@") or ":" in short or short == "cle":
                continue
            word, name = SHORT.get((kind, short), short), one.keys[short]
            if near := LONG.get((kind, short)):
                self._add("unknown key", name, nearest=near)
            elif short == "libelle":
                self.values.check(short, node)
            elif self.keys.check(word, [kind], name) and word != "chiffre_partie_de":
                self.values.check(word, node)
        self._cle(key, one)
        self._explained(one)
        if kind == "Participation":
            self._participation(one, types)
        if kind == "Identifiant":
            self._identifier(one)

    def _cle(self, key: str, one: Fields) -> None:
        cle = one.get("cle")
        if isinstance(cle, Text):
            if self.values.slug(cle) and "/" in cle.value:
                self._add("not a slug", cle, expected="one part, without /")
        elif NESTED[key] in ("Chiffre", "Defi", "Denomination") and key != "montant":
            self._add(
                "`cle` is missing", one, value=None, expected="a short word that never changes"
            )

    def _explained(self, one: Fields) -> None:
        if one.text("certitude") == "deduit" and not one.text("note"):
            self._add("deduced without a `note`", one, expected="how")

    def _participation(self, one: Fields, types: Sequence[str]) -> None:
        role = one.get("role")
        if not isinstance(role, Text) or one.text("qui") in (None, UNKNOWN):
            self._add("participation without `role` or `qui`", one, expected="both")
            return
        roles = self.values.words.subproperties("partie") - {"partie"}
        key = self.values.words.key_of(role.value)
        if role.value == UNKNOWN:
            self._add("unknown: not a role", role, expected="a role")
        elif role.value in roles and key is not None and types and not self.keys.fit(key, types):
            self._add(f"`{key}` is not a key of {', '.join(types)}", role)

    def _identifier(self, one: Fields) -> None:
        scheme, code = one.get("systeme"), one.get("code")
        if isinstance(scheme, Text) and isinstance(code, Text):
            if scheme.value in self.values.words.concepts("systeme"):
                self.values.identifier(scheme, code)
            elif scheme.value == UNKNOWN:
                self._add("identifier without `systeme`", one, expected="which authority gives it")
        else:
            self._add("identifier without `systeme` or `code`", one, expected="both")
        if one.get("source") is None or one.get("vu_le") is None:
            self._add("identifier without its source", one, expected="`source` and `vu_le`")

    def _parts(self, fields: Fields) -> None:
        figures = [one for one in every(fields.get("chiffres")) if isinstance(one, Fields)]
        marks = [mark for one in figures if (mark := one.text("cle"))]
        marks += ["montant"] if "montant" in fields.entries else []
        for one in [*figures, *every(fields.get("montant"))]:
            whole = one.get("partie_de") if isinstance(one, Fields) else None
            if isinstance(whole, Text):
                if whole.value not in marks:
                    self._add("unknown figure", whole, nearest=nearest(whole.value, marks))
            elif whole is not None:
                self._add("`partie_de` is not a `cle`", whole, expected="one value")
