"""What a checked source file is: a card, and items that are about to become relations and claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from hlmgraph.sources.tree import Fields, Text, every
from hlmgraph.vocab import Vocabulary

REGISTER = "registre"
CLAIM_KEYS = frozenset(
    {"preuve", "certitude", "deduits", "note", "non_precise", "saisi_le", "retire"}
)
NESTED = {
    "chiffres": "Chiffre",
    "montant": "Chiffre",
    "participations": "Participation",
    "defis": "Defi",
    "denominations": "Denomination",
    "identifiants": "Identifiant",
}
# Inside a nested thing the short word of the file stands for a longer one of the context.
SHORT = {
    ("Chiffre", "nature"): "nature_chiffre",
    ("Chiffre", "partie_de"): "chiffre_partie_de",
    ("Denomination", "nature"): "nature_denomination",
    ("Denomination", "source"): "source_valeur",
    ("Identifiant", "source"): "source_valeur",
}
UNKNOWN = "non_precise"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of `contenu`: its path (`accord/x`), its classes, its fields, its line."""

    path: str
    types: tuple[str, ...]
    fields: Fields
    line: int

    def is_a(self, words: Vocabulary, ancestor: str) -> bool:
        """Whether one of the item's classes is `ancestor` or below it."""
        return any(words.is_a(kind, ancestor) for kind in self.types)

    @property
    def unknown(self) -> list[str]:
        """Keys declared unknown, either in the list `non_precise` or as a value."""
        listed = [node.value for node in every(self.fields.get(UNKNOWN)) if isinstance(node, Text)]
        said = [key for key in self.fields.entries if self.fields.text(key) == UNKNOWN]
        return sorted({*listed, *said})

    @property
    def withdrawn(self) -> str | None:
        """The day this claim was withdrawn, or None."""
        node = self.fields.get("retire")
        return node.text("le") if isinstance(node, Fields) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """One file of `data/sources` or `data/registre`, read and checked."""

    file: Path
    card: Fields
    slug: str
    number: int
    recorded: str
    items: tuple[Item, ...] = field(default=())

    @property
    def is_register(self) -> bool:
        """Whether the file says who is who, rather than what a document says."""
        return (self.card.text("id") or "").startswith(f"{REGISTER}/")

    @property
    def name(self) -> str:
        """The slug of the reading's IRI, without its number."""
        return f"{REGISTER}-{self.slug}" if self.is_register else self.slug

    @property
    def replaces(self) -> int | None:
        """The number of the reading that this one corrects, or None."""
        said = self.card.text("remplace")
        return int(said) if said else None


def replaced(readings: Iterable[Reading]) -> dict[tuple[str, int], Reading]:
    """Readings that a newer one replaces: (name, number) → the newer reading."""
    return {(r.name, r.replaces): r for r in readings if r.replaces is not None}
