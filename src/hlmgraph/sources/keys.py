"""Which keys an item may bear: what the ontology says of the property that a key stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hlmgraph.errors import nearest
from hlmgraph.sources.tree import Text
from hlmgraph.sources.values import Errors
from hlmgraph.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class Keys:
    """Checks keys against the classes of the item or of the entry that bears them."""

    words: Vocabulary
    errors: Errors

    def check(self, key: str, types: Sequence[str], node: Text) -> bool:
        """Whether `key` is a key at all; an error at `node` when it is none, or none of these classes."""
        known = self.words.property_of(key) is not None
        if not known or (types and not self.fit(key, types)):
            kinds = ", ".join(types) or "an item"
            what = "unknown key" if not known else f"`{key}` is not a key of {kinds}"
            near = nearest(key, (k for k in self.words.context if self.fit(k, types)))
            self.errors.add(what, node, nearest=near, expected=f"a key of {kinds}")
        return known

    def fit(self, key: str, types: Sequence[str]) -> bool:
        """Whether one of these classes bears the property that `key` stands for."""
        name = self.words.property_of(key)
        domain = self.words.domain_includes(name) if name else ()
        return any(self.words.is_a(kind, allowed) for kind in types for allowed in domain)
