"""A knowledge graph of French social housing whose every edge is dated, sourced and repeatable."""

__version__ = "0.1.0"
