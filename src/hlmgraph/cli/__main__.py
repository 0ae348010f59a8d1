"""`python -m hlmgraph.cli`: the same as `hlmgraph`."""

from hlmgraph.cli import main

main()
