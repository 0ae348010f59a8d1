"""Write the golden answers again, from a build of the repository's data."""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from golden import cases  # noqa: E402
from hlmgraph import build, store  # noqa: E402
from hlmgraph.paths import Places  # noqa: E402

ROOT = HERE.parents[1]
with tempfile.TemporaryDirectory() as folder:
    places = Places(ROOT / "ontology", ROOT / "data", ROOT / "queries", Path(folder))
    build.build(places)
    graph = store.open_build(places.build)
    for old in HERE.glob("*.csv"):
        old.unlink()
    for case in cases.all_cases():
        (HERE / case.file).write_text(cases.ask(graph, case), encoding="utf-8")
        print(case.file)
