"""From a checked file to JSON-LD 1.1: the card apart, the relations in the reading's graph, one claim per relation.

What belongs to *this reading's saying so* (evidence, certainty, unknowns, bounds of dates) goes to the claim, never to the
relation. Small and general: no line here knows a kind of source or a kind of relation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hlmgraph import french, ids
from hlmgraph.sources.reading import CLAIM_KEYS, NESTED, SHORT, UNKNOWN, Item, Reading
from hlmgraph.sources.tree import Fields, Node, Text, every
from hlmgraph.vocab import Vocabulary

Json = dict[str, Any]
XSD = "http://www.w3.org/2001/XMLSchema#"
LICENCE = "https://spdx.org/licenses/etalab-2.0"
CARD_VALUES = ("titre", "langue", "empreinte", "credit", "editeur", "adresse", "licence")
# `signe_le` or `date` bounds the start when `debut` is absent: the only rule that completes a date.
STARTS = ("debut", "signe_le", "date")


@dataclass(slots=True)
class Rewritten:
    """A reading as JSON-LD, and what cannot be seen from it.

    `document` is a JSON-LD document without its `@context`; `owners` tells for each node of the reading's graph the item
    that it comes from; `lines` tells for each IRI its line in the file.
    """

    reading: str
    document: list[Json]
    owners: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def rewrite(reading: Reading, words: Vocabulary, replaced_on: str | None = None) -> Rewritten:
    """Rewrite a checked reading; `replaced_on` is the day a newer reading took its place, if any."""
    return _Rewriting(reading, words).run(replaced_on)


def source_iri(reading: Reading) -> str:
    """The IRI of the source that a reading reports: somebody's document, or our register."""
    return (
        ids.thing(f"registre/{reading.slug}") if reading.is_register else ids.source(reading.slug)
    )


class _Rewriting:
    def __init__(self, reading: Reading, words: Vocabulary) -> None:
        self.file, self.words = reading, words
        self.source = source_iri(reading)
        self.graph = ids.reading(reading.name, reading.number)
        self.cards: list[Json] = []
        self.facts: list[Json] = []
        self.evidence: set[str] = set()
        self.out = Rewritten(self.graph, [])

    def run(self, replaced_on: str | None) -> Rewritten:
        self._card()
        self._reading(replaced_on)
        for item in self.file.items:
            self._item(item)
        self.out.document = [
            {"id": ids.graph("cartes"), "@graph": self.cards},
            {"id": self.graph, "@graph": self.facts},
        ]
        return self.out

    def _card(self) -> None:
        card = self.file.card
        node: Json = {"id": self.source, "type": card.text("type")}
        node |= {key: _plain(card.get(key)) for key in CARD_VALUES if _known(card.get(key))}
        if _known(card.get("date")):
            node["date_publication"] = dated(card.text("date") or "")
        self.cards.append(node)
        self.out.lines[self.source] = card.line

    def _reading(self, replaced_on: str | None) -> None:
        node: Json = {
            "id": self.graph,
            "type": "Lecture",
            "lecture_de": self.source,
            "numero_lecture": str(self.file.number),
            "saisi_le": dated(self.file.recorded),
            "licence": LICENCE,
        }
        if self.file.replaces is not None:
            node["remplace"] = ids.reading(self.file.name, self.file.replaces)
        if replaced_on:
            node["remplacee_le"] = dated(replaced_on)
        node |= self._of_card()
        self.cards.append(node)
        self.out.lines[self.graph] = self.file.card.line

    def _of_card(self) -> Json:
        """What the reader says of the card itself: a note, what is deduced in it, what is unknown."""
        card = Item("", (), self.file.card, 1)
        said = {"deduits": [_word(one) for one in every(card.fields.get("deduits"))]}
        said[UNKNOWN] = card.unknown
        renamed: Json = {
            name: ["date_publication" if key == "date" else key for key in keys]
            for name, keys in said.items()
            if keys
        }
        return renamed | ({"note": card.fields.text("note")} if card.fields.text("note") else {})

    def _item(self, item: Item) -> None:
        iri = ids.thing(item.path)
        claim = ids.claim(self.graph, item.path)
        types = list(item.types)
        if item.is_a(self.words, "Acteur") and not {"Collectif", "Marque", "Organisation"} & {
            *types
        }:
            types.append("Organisation")
        node: Json = {"id": iri, "type": types}
        for key, value in item.fields.entries.items():
            if key not in {"id", "type", *CLAIM_KEYS} and _known(value):
                self._value(node, key, value, item, claim)
        self._add(node, item, item.line)
        self._claim(item, iri, claim)

    def _add(self, node: Json, item: Item, line: int) -> None:
        self.facts.append(node)
        self.out.owners[node["id"]] = item.path
        self.out.lines[node["id"]] = line

    def _value(self, node: Json, key: str, value: Node, item: Item, claim: str) -> None:
        if key == "titulaire" and isinstance(value, Text):
            holder = ids.holder(item.path)
            self._add({"id": holder, "type": "Personne", "nom": value.value}, item, value.line)
            node["titulaire"] = holder
        elif key in NESTED:
            node[key] = [
                self._nested(key, one, item, claim, node)
                for one in every(value)
                if isinstance(one, Fields)
            ]
        elif self._is_date(key):
            node[key] = dated(_word(value))
        else:
            node[key] = _merge(node.get(key), _plain(value))

    def _is_date(self, key: str) -> bool:
        return f"{key}_au_plus_tot" in self.words.context or key in ("vu_le", "fonde_le")

    def _nested(self, key: str, one: Fields, item: Item, claim: str, owner: Json) -> str | Json:
        kind = NESTED[key]
        iri = f"{claim}/{self._mark(key, kind, one)}"
        node: Json = {"id": iri, "type": kind}
        for short, value in one.entries.items():
            word = SHORT.get((kind, short), short)
            if word == "chiffre_partie_de":
                node[word] = f"{claim}/{_word(value)}"
            elif short != "cle" and short != "preuve" and _known(value):
                node[word] = dated(_word(value)) if self._is_date(word) else _plain(value)
        if one.get("preuve") is not None:
            node["preuve"] = self._proofs(one, iri)
        if kind == "Participation":
            node["role"] = f"hlm:{one.text('role')}"
            self._short_role(one, owner)
        self._add(node, item, one.line)
        return {"id": iri}

    @staticmethod
    def _mark(key: str, kind: str, one: Fields) -> str:
        if kind == "Participation":
            return f"{one.text('role')}/{one.text('qui')}"
        if kind == "Identifiant":
            return f"{one.text('systeme')}/{quote(one.text('code') or '', safe='')}"
        return key if key == "montant" else str(one.text("cle"))

    def _short_role(self, one: Fields, owner: Json) -> None:
        """Beside the participation, the plain role triple: readers must not need to know of participations."""
        role = one.text("role")
        key = next(k for k in self.words.context if self.words.property_of(k) == role)
        owner[key] = _merge(owner.get(key), one.text("qui"))

    def _claim(self, item: Item, iri: str, claim: str) -> None:
        fields = item.fields
        node: Json = {
            "id": claim,
            "type": "Affirmation",
            "affirme": iri,
            "selon": self.graph,
            "certitude": fields.text("certitude") or "explicite",
            "saisi_le": dated(fields.text("saisi_le") or self.file.recorded),
        }
        if fields.text("note"):
            node["note"] = fields.text("note")
        if fields.get("deduits") is not None:
            node["deduits"] = _plain(fields.get("deduits"))
        if item.unknown:
            node[UNKNOWN] = item.unknown
        self._withdrawal(item, node)
        self._bounds(item, node)
        self._evidence(item, claim, node)
        self.cards.append(node)
        self.out.lines[claim] = item.line

    @staticmethod
    def _withdrawal(item: Item, node: Json) -> None:
        said = item.fields.get("retire")
        if isinstance(said, Fields):
            node["retire_le"] = dated(said.text("le") or "")
            node["motif_retrait"] = said.text("motif")

    def _bounds(self, item: Item, node: Json) -> None:
        written = {
            k: v.value
            for k, v in item.fields.entries.items()
            if isinstance(v, Text) and self._is_date(k) and _known(v)
        }
        start = next((written[key] for key in STARTS if key in written), None)
        bounded = dict(written)
        if start is not None:
            bounded["debut"] = start
            if "fin" not in bounded and "fin" not in item.unknown and self._punctual(item):
                bounded["fin"] = start
        for key, said in bounded.items():
            if f"{key}_au_plus_tot" in self.words.context:
                first, last = french.bounds(said)
                node[f"{key}_au_plus_tot"], node[f"{key}_au_plus_tard"] = (
                    first.isoformat(),
                    last.isoformat(),
                )

    def _punctual(self, item: Item) -> bool:
        return any(self.words.punctual(kind) for kind in item.types)

    def _evidence(self, item: Item, claim: str, node: Json) -> None:
        """The claim's evidence is its own and that of its participations."""
        node["preuve"] = self._proofs(item.fields, claim)
        for one in every(item.fields.get("participations")):
            if isinstance(one, Fields):
                mark = self._mark("participations", "Participation", one)
                node["preuve"] += self._proofs(one, f"{claim}/{mark}")
        supports = self._supports(item, claim, node["preuve"])
        if supports:
            node["appui"] = supports

    def _proofs(self, fields: Fields, owner: str) -> list[str]:
        entries = [one for one in every(fields.get("preuve")) if isinstance(one, Fields)]
        return [self._proof(one, f"{owner}/preuve/{n}") for n, one in enumerate(entries, 1)]

    def _supports(self, item: Item, claim: str, proofs: list[str]) -> list[str]:
        supports = []
        entries = zip(every(item.fields.get("preuve")), proofs, strict=False)
        for number, (entry, proof) in enumerate(entries, 1):
            if isinstance(entry, Fields) and entry.get("pour") is not None:
                iri = f"{claim}/appui/{number}"
                pour = _plain(entry.get("pour"))
                self.cards.append({"id": iri, "type": "Appui", "par_preuve": proof, "pour": pour})
                supports.append(iri)
        return supports

    def _proof(self, entry: Fields, own: str) -> str:
        """The IRI of an evidence; its node is written once."""
        if "page" in entry.entries:
            node: Json = {"id": own, "type": "PageVue", "page": entry.text("page")}
            if entry.text("vue_le") != UNKNOWN:
                node["vue_le"] = dated(entry.text("vue_le") or "")
            if entry.text("note"):
                node["note"] = entry.text("note")
        elif "ligne" in entry.entries:
            key, mark = entry.text("ligne") or "", entry.text("empreinte")
            iri = f"{self.source}#ligne={quote(key, safe='')}"
            node = {
                "id": iri,
                "type": "LigneTable",
                "passage_de": self.source,
                "ligne": key,
                "empreinte": mark,
            }
        else:
            start, end = entry.text("de") or "", entry.text("a") or ""
            iri = ids.passage(self.file.slug, int(start), int(end))
            node = {
                "id": iri,
                "type": "Passage",
                "passage_de": self.source,
                "position_debut": start,
                "position_fin": end,
            }
        if node["id"] not in self.evidence:
            self.evidence.add(node["id"])
            self.cards.append(node)
        return str(node["id"])


def dated(text: str) -> Json:
    """A date as a typed value, exactly as written: gYear, gYearMonth, date, or a moment within an interval."""
    shape = french.shape(text)
    return {"@value": text, "@type": "hlm:momentDans" if shape == "within" else XSD + shape}


def _known(node: Node | None) -> bool:
    return node is not None and not (isinstance(node, Text) and node.value == UNKNOWN)


def _word(node: Node) -> str:
    assert isinstance(node, Text)
    return node.value


def _plain(node: Node | None) -> Any:
    texts = [_word(one) for one in every(node)]
    return texts[0] if isinstance(node, Text) else texts


def _merge(first: Any, second: Any) -> Any:
    if first is None:
        return second
    both = [
        *(first if isinstance(first, list) else [first]),
        *(second if isinstance(second, list) else [second]),
    ]
    return list(dict.fromkeys(both))
