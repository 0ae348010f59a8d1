"""Short forms of IRIs for people, and back: `accord/x`, `hlm:Accord`, `theme/incendie`."""

from __future__ import annotations

from hlmgraph import ids, vocab
from hlmgraph.vocab import BASE, CONCEPT_BASE


def compact(iri: str) -> str:
    """The short form of one of our IRIs or of a known prefix; another IRI stays whole."""
    for start in (ids.THING_BASE, CONCEPT_BASE, BASE):
        if iri.startswith(start) and not iri.startswith(vocab.HLM_BASE):
            return iri.removeprefix(start)
    for prefix, start in vocab.PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


def expand(text: str) -> str:
    """The full IRI that a person means: itself, `hlm:Accord`, or the path of a thing.

    WordError when the result is no address. Concepts and graphs are written in full.
    """
    if "://" in text:
        return ids.external(text)
    prefix, colon, rest = text.partition(":")
    start = vocab.PREFIXES.get(prefix) if colon else None
    return ids.external(start + rest if start is not None else ids.THING_BASE + text)
