"""The questions that have a golden answer: each with its defaults, and some at two dates."""

from __future__ import annotations

from dataclasses import dataclass, field

from hlmgraph import paths, query
from hlmgraph.store import Graph

# Beside the defaults: other parameters that an analyst would give.
MORE: dict[str, list[dict[str, str]]] = {
    "accords-avec-sdis": [{"territoire": "departement-58"}, {"valide_le": "2018-06-30"}],
    "accords-en-vigueur": [{"valide_le": "2013-06-30"}, {"connu_le": "2020-01-01"}],
    "acteurs-d-un-theme": [{"theme": "inclusion-numerique"}],
    "adherents-par-categorie": [{"association": "gbsd"}],
    "aretes": [{"relation": "accord/acces-secours-nievre"}],
    "par-statut": [{"statut": "en-cours-de-signature"}, {"statut": "annonce"}],
    "preuves-d-une-relation": [{"relation": "financement/pret-bei-sni"}],
    "successions": [{"valide_le": "2018-12-31"}],
}
EMPTY = {("accords-en-vigueur", "connu_le")}


@dataclass(frozen=True)
class Case:
    """A question, its parameters, and the file of its golden answer."""

    question: query.Question
    params: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        ending = "".join(f"@{k}={v.replace('/', '.')}" for k, v in sorted(self.params.items()))
        return f"{self.question.name}{ending}.csv"

    @property
    def may_be_empty(self) -> bool:
        return any((self.question.name, name) in EMPTY for name in self.params)


def all_cases() -> list[Case]:
    found = []
    for question in query.catalogue(paths.queries()):
        needed = {p.name: str(p.example) for p in question.params if p.required}
        found.append(Case(question, needed))
        found.extend(Case(question, needed | more) for more in MORE.get(question.name, []))
    return found


def ask(graph: Graph, case: Case) -> str:
    return query.run(graph, case.question, case.params).to_csv().replace("\r\n", "\n")
