"""The keys of data/sources: what the JSON-LD context says that each stands for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from hlmgraph.vocab.prefixes import is_term, local


class Keys:
    """The keys of a context. `properties` are the local names that the ontology knows."""

    def __init__(self, context: dict[str, Any], properties: frozenset[str]) -> None:
        self.context = context
        """The terms of context.jsonld: key → IRI, or key → definition."""
        self.properties = properties
        """Local names of the properties, annotation properties too."""

    @cached_property
    def keys(self) -> dict[str, str]:
        """Each key of the context that stands for a property of the ontology, and its local name.

        Classes, keywords and keys for terms of others (`libelle`) are not among them.
        """
        named = {key: self.iri_of(key) or "" for key in self.context}
        return {
            key: local(iri)
            for key, iri in named.items()
            if is_term(iri) and local(iri) in self.properties
        }

    def iri_of(self, key: str) -> str | None:
        """The IRI or keyword that a key of the context stands for, in full, or None."""
        entry = self.context.get(key)
        name = entry.get("@id") if isinstance(entry, dict) else entry
        if not isinstance(name, str):
            return None
        prefix, colon, rest = name.partition(":")
        start = self.context.get(prefix) if colon else None
        return start + rest if isinstance(start, str) else name

    def property_of(self, key: str) -> str | None:
        """The local name of the property that a key stands for, or None."""
        return self.keys.get(key)

    @cached_property
    def _key_of(self) -> dict[str, str]:
        return {name: key for key, name in sorted(self.keys.items(), reverse=True)}

    def key_of(self, prop: str) -> str | None:
        """The key that stands for a property, or None: `signataire` → `signataires`."""
        return self._key_of.get(prop)

    def reference_base(self, key: str) -> str | None:
        """What a slug under this key is added to, or None when its values are no slugs."""
        entry = self.context.get(key)
        scoped = entry.get("@context") if isinstance(entry, dict) else None
        return scoped.get("@vocab") if isinstance(scoped, dict) else None
