"""Loaders: `load(source) -> quads`, one file per kind of source. A loader never sees the store."""
