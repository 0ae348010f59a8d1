"""Addresses of others: which ones every RDF parser accepts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from hlmgraph.errors import WordError

# What RFC 3987 lets stand outside ASCII, private characters and the last two of each plane apart.
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 0xE))
_OUTSIDE = re.compile(rf"[^!-~\u00a1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}]")
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_HALF_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def external(url: str) -> str:
    r"""`url` itself, if it is an absolute http(s) address that every RDF parser accepts.

    rdflib lets blanks in and breaks when it writes; so they are refused here, with control
    characters, `<>"{}|\^` and the backquote, half percent signs and stray brackets.
    """
    reason = _why_not_an_address(url)
    if reason is not None:
        raise WordError(
            "this is not an address",
            value=url,
            expected=f"http:// or https://, a host, and {reason}",
            todo="write blanks as %20",
        )
    return url


def _why_not_an_address(url: str) -> str | None:
    if _OUTSIDE.search(url) or _FORBIDDEN.search(url):
        return 'no blank, control character or any of <>"{}|\\^`'
    if _HALF_PERCENT.search(url):
        return "two hexadecimal digits after each %"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "a port and brackets that make sense"
    if parts.scheme not in ("http", "https") or not host or url.count("#") > 1:
        return "at most one #"
    beyond = parts.path + parts.query + parts.fragment
    return "no bracket after the host" if "[" in beyond or "]" in beyond else None
