"""A graph of any size in the shape of Valmont: source files that a build takes, the same bytes for a seed.

    python tests/bench/generator.py FOLDER --quads 100000 --seed 1

writes `FOLDER/data/registre/*.yaml` and `FOLDER/data/sources/*.yaml`. The size counts the quads of the finished
graph without its vocabulary. All that is hard in Valmont is there in the proportion of the real data: two
readings of one relation, readings replaced, claims withdrawn, several texts told as one with their pivot, parts
said at length, figures that are parts of others, dates of every precision. Everything is invented; the codes of
territories are real ones, because the shapes ask for such.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Item = dict[str, Any]

# Measured: what one document, with the bodies and the places that go with it, becomes in a finished graph.
QUADS_A_DOCUMENT = 2_400
BODIES_A_DOCUMENT = 3
COMMUNES_A_DOCUMENT = 1
ITEMS_A_FILE = 2_000

DAY = date(2026, 11, 20)
REGIONS = ["27", "11", "24", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94"]
DEPARTMENTS = ["25", *(f"{n:02}" for n in range(1, 96) if n not in (20, 25))]
LANDLORDS = ["OfficePublicHabitat", "EntrepriseSocialeHabitat", "CooperativeHlm", "SemLogement"]
OTHERS = [
    *("ServiceIncendieSecours", "Financeur", "FederationProfessionnelle", "Collectivite"),
    *("AssociationLocataires", "Association", "AssociationRegionale", "Groupe"),
]
THEMES = [
    *("vieillissement", "securite-incendie", "lien-social", "rehabilitation", "crise-sanitaire"),
    *("mobilite", "concertation", "reprise-chantiers", "innovation-sociale", "publics-fragiles"),
]
AGREEMENTS = ["convention", "charte", "protocole", "accord-cadre", "contrat-objectifs"]
STATUSES = ["signe", "annonce", "en-cours-de-signature", "realise", "en-vigueur"]
STARTS = ["Val", "Mont", "Bourg", "Clair", "Haute", "Roche", "Font", "Ville", "Beau", "Saint-"]
ENDS = ["mont", "fort", "vigne", "court", "bois", "fontaine", "lieu", "sur-Orle", "ange", "y"]
WORDS = ["Habitat", "Logis", "Foyer", "Toit", "Demeures", "Maison", "Résidences", "Avenir"]

# What to ask of a generated graph in place of the samples of queries/*.rq, by type of parameter.
SAMPLES = {
    "organisation": "corps-1",
    "territoire": "region-27",
    "iri": "accord/document-1-1",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many of what make a graph of about `quads` quads."""

    documents: int
    bodies: int
    communes: int

    @classmethod
    def of(cls, quads: int) -> Size:
        documents = max(2, round(quads / QUADS_A_DOCUMENT))
        return cls(documents, 12 + BODIES_A_DOCUMENT * documents, COMMUNES_A_DOCUMENT * documents)


def write(folder: Path, quads: int, seed: int = 1) -> None:
    """Write `folder/data/`, for a finished graph of about that many quads."""
    size = Size.of(quads)
    town = Town(random.Random(seed), size)
    files = [*_cut("territoires", town.places()), *_cut("corps", town.bodies())]
    for slug, items in files:
        card = {"id": f"registre/{slug}", "type": "Registre", "titre": f"Registre {slug}"}
        _file(folder / "data" / "registre" / f"{slug}.yaml", card, items)
    for number in range(1, size.documents + 1):
        document = Document(town, number)
        slug, items = document.slug, list(document.items())
        _file(folder / "data" / "sources" / f"{slug}.yaml", document.card(), items)
        if number % 10 == 0:
            again = {**document.card(), "remplace": "1"}
            _file(folder / "data" / "sources" / f"{slug}.2.yaml", again, document.again(items), 2)


def _cut(slug: str, items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    whole = list(items)
    for start in range(0, len(whole), ITEMS_A_FILE):
        yield f"{slug}-{start // ITEMS_A_FILE + 1}", whole[start : start + ITEMS_A_FILE]


def _file(path: Path, card: Item, items: list[Item], number: int = 1) -> None:
    kinds = Counter(kind for item in items for kind in _kinds(item))
    day = (DAY + timedelta(days=number)).isoformat()
    head = card | {"langue": "fr", "lecture": str(number), "saisi_le": day, "attendu": dict(kinds)}
    lines = [*_lines(head, "", ""), "contenu:"]
    for item in items:
        lines += _lines(item, "  - ", "    ")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _kinds(item: Item) -> list[str]:
    return item["type"] if isinstance(item["type"], list) else [item["type"]]


def _lines(item: Item, first: str, other: str) -> Iterator[str]:
    """An entry, a key a line: what JSON writes on one line, YAML reads."""
    for number, (key, value) in enumerate(item.items()):
        yield f"{other if number else first}{key}: {json.dumps(value, ensure_ascii=False)}"


class Town:
    """The places and the bodies that the documents speak of."""

    def __init__(self, chance: random.Random, size: Size) -> None:
        self.chance, self.size = chance, size
        self.departments = DEPARTMENTS[: max(2, min(len(DEPARTMENTS), size.documents))]
        self.communes = [
            f"{self.departments[n % len(self.departments)]}{n // len(self.departments) + 1:03}"
            for n in range(size.communes)
        ]

    def one(self, known: list[str]) -> str:
        """One of a list, each as likely."""
        return known[int(self.chance.random() * len(known))]

    def some(self, known: list[str], most: int) -> list[str]:
        """One to `most` different ones of a list."""
        return list(
            dict.fromkeys(self.one(known) for _ in range(1 + int(self.chance.random() * most)))
        )

    def body(self) -> str:
        """A body: few are met often, and most seldom."""
        return f"corps-{1 + int(self.size.bodies * self.chance.random() ** 2.5)}"

    def group(self, least: int, most: int) -> list[str]:
        """Different bodies, at least `least`."""
        wanted = least + int(self.chance.random() * (most - least + 1))
        found: dict[str, None] = {}
        while len(found) < wanted:
            found[self.body()] = None
        return list(found)

    def name(self) -> str:
        return self.one(STARTS) + self.one(ENDS)

    def day(self) -> date:
        return date(2000, 1, 1) + timedelta(days=int(self.chance.random() * 9_000))

    def moment(self) -> str:
        """A date: a day, a month, a year, or a moment within."""
        day, shape = self.day(), self.chance.random()
        if shape < 0.1:
            return f"{day.isoformat()}/{(day + timedelta(days=2)).isoformat()}"
        return day.isoformat() if shape < 0.5 else f"{day:%Y-%m}" if shape < 0.75 else f"{day:%Y}"

    def place(self) -> str:
        if self.chance.random() < 0.5:
            return f"commune-{self.one(self.communes)}"
        return f"departement-{self.one(self.departments)}"

    # --- the registre

    def places(self) -> Iterator[Item]:
        yield _place("Pays", "pays-fr", "France")
        for code in REGIONS:
            yield _place("Region", f"region-{code}", self.name(), code, "pays-fr")
        for number, code in enumerate(self.departments):
            region = f"region-{REGIONS[number % len(REGIONS)]}"
            yield _place("Departement", f"departement-{code}", self.name(), code, region)
        for code in self.communes:
            inside = f"departement-{code[:2]}"
            yield _place("Commune", f"commune-{code}", self.name(), code, inside)

    def bodies(self) -> Iterator[Item]:
        for number in range(1, self.size.bodies + 1):
            yield self._body(number)
            if number % 4 == 0:
                yield self._membership(number)
            if number % 8 == 0:
                yield self._affiliation(number)
            if number % 40 == 0:
                yield self._merger(number)

    def _body(self, number: int) -> Item:
        kinds = LANDLORDS if number % 3 else OTHERS
        item: Item = {"id": f"organisation/corps-{number}", "type": self.one(kinds)}
        item["nom"] = f"{self.one(WORDS)} {self.name()} {number}"
        if number % 5 == 0:
            item["sigle"] = f"S{number}"
        if number % 3 == 0:
            forms = ("cle", "forme", "nature")
            name = dict(
                zip(forms, ("ancien", f"{self.one(WORDS)} {self.name()}", "ancienne"), strict=True)
            )
            item["denominations"] = [name | self._seen("noms", number)]
        if number % 2:
            code = {"systeme": "siren", "code": siren(number)}
            item["identifiants"] = [code | self._seen("codes", number)]
        return item | {"siege": f"commune-{self.one(self.communes)}", "territoire": self.place()}

    @staticmethod
    def _seen(page: str, number: int) -> Item:
        return {"source": f"https://valmont.example/{page}/{number}", "vu_le": DAY.isoformat()}

    def _membership(self, number: int) -> Item:
        item = {"id": f"adhesion/corps-{number}", "type": "Adhesion"}
        item |= {"adherents": [f"corps-{number}"], "adhere_a": f"corps-{1 + number // 50}"}
        return item | {"non_precise": ["debut"], "preuve": _page("adherents", number)}

    def _affiliation(self, number: int) -> Item:
        item = {"id": f"rattachement/corps-{number}", "type": "Rattachement"}
        item |= {"rattaches": [f"corps-{number}"], "rattache_a": f"corps-{1 + number // 60}"}
        item |= {"nature": "filiale", "debut": self.moment()}
        return item | {"preuve": _page("filiales", number)}

    def _merger(self, number: int) -> Item:
        item = {"id": f"changement/corps-{number}", "type": "Changement", "nature": "fusion"}
        item |= {
            "avant": [f"corps-{number - 1}", f"corps-{number - 2}"],
            "apres": [f"corps-{number}"],
        }
        return item | {"date": self.day().isoformat(), "preuve": _page("fusions", number)}


def _place(kind: str, slug: str, name: str, code: str = "", inside: str = "") -> Item:
    item = {"id": f"territoire/{slug}", "type": kind, "nom": name}
    return item | ({"code": code} if code else {}) | ({"situe_dans": inside} if inside else {})


def _page(name: str, number: int) -> Item:
    return {"page": f"https://valmont.example/{name}/{number}", "vue_le": DAY.isoformat()}


def siren(number: int) -> str:
    """A SIREN that passes its checksum and begins with 0, which no real one does."""
    digits = f"{number:08}"
    total = sum(sum(divmod(int(d) * (1 + n % 2), 10)) for n, d in enumerate(digits))
    return f"{digits}{-total % 10}"


class Document:
    """A letter, and what it says."""

    def __init__(self, town: Town, number: int) -> None:
        self.town, self.number = town, number
        self.slug = f"document-{number}"
        self.at = 0

    def card(self) -> Item:
        mark = hashlib.sha256(self.slug.encode()).hexdigest()
        item = {"id": f"source/{self.slug}", "type": "LettreInformation"}
        item |= {"titre": f"Lettre {self.number}", "editeur": f"corps-{1 + self.number % 9}"}
        return item | {"date": f"{2000 + self.number % 25}", "empreinte": f"sha256:{mark}"}

    def items(self) -> Iterator[Item]:
        """What the letter says, in its order."""
        yield self._event()
        yield self._set()
        for n in range(1, 5):
            yield self._agreement(n)
        yield self._several()
        yield self._told_before()
        yield self._at_length()
        yield self._fund()
        for n in range(1, 4):
            yield self._loan(n)
        yield self._prize()
        for n in range(1, 5):
            yield self._action(n)
        yield self._withdrawn()
        yield self._partnership()
        yield self._call()
        yield self._plan()
        yield self._mandate()
        for n in range(1, 7):
            yield self._mention(n)
        yield self._observation()

    def again(self, items: list[Item]) -> list[Item]:
        """The letter read again: the same, but for the end of the first agreement, which was missed."""
        first = next(item for item in items if item["type"] == "Accord")
        return [item | {"fin": "2035"} if item is first else item for item in items]

    def _item(self, kind: str, segment: str, n: int = 1, **rest: Any) -> Item:
        return {
            "id": f"{segment}/{self.slug}-{n}",
            "type": kind,
            "nom": f"{kind} {self.number}.{n}",
            **rest,
        }

    def _span(self) -> Item:
        start = self.at
        self.at += 40 + int(self.town.chance.random() * 200)
        return {"de": start, "a": self.at}

    def _event(self) -> Item:
        day = self.town.day()
        item = self._item(
            "Evenement", "evenement", lieu=f"commune-{self.town.one(self.town.communes)}"
        )
        item |= {"debut": day.isoformat(), "fin": (day + timedelta(days=2)).isoformat()}
        return item | {"non_precise": ["organisateurs"], "preuve": self._span()}

    def _set(self) -> Item:
        item = {
            "id": f"organisation/collectif-{self.slug}",
            "type": ["Collectif", "BailleurSocial"],
        }
        item |= {
            "nom": f"Bailleurs de la lettre {self.number}",
            "description": "Comptés, non nommés.",
        }
        return item | {"effectif": 4, "non_precise": ["membres"], "preuve": self._span()}

    def _agreement(self, n: int) -> Item:
        town = self.town
        item = self._item(
            "Accord", "accord", n, nature=town.one(AGREEMENTS), statut=town.one(STATUSES)
        )
        item |= {"signataires": town.group(2, 4), "territoire": town.place()}
        item |= {
            "themes": town.some(THEMES, 3),
            "objet": f"Ce que l'accord {self.number}.{n} prévoit.",
        }
        if n == 1:
            item |= {"signe_le": town.moment(), "non_precise": ["fin", "montant"]}
        else:
            item |= {"debut": town.moment(), "fin": "2030"}
        if n == 2 and self.number > 1:
            item["accord_cadre"] = (
                f"accord/document-{1 + int(town.chance.random() * (self.number - 1))}-1"
            )
        whole = self._span() | {"pour": ["signataires", "statut"]}
        return item | {"preuve": [whole, self._span()]}

    def _several(self) -> Item:
        """Several texts told as one: only pivot × other makes an edge."""
        parties = self.town.group(3, 4)
        item = self._item("Accord", "accord", 5, nature="convention", statut="signe")
        item |= {"signataires": parties, "nombre": len(parties) - 1, "pivot": parties[0]}
        return item | {"signe_le": self.town.moment(), "preuve": self._span()}

    def _told_before(self) -> Item:
        """An agreement that an earlier letter tells too, with another status."""
        earlier = 1 + int(self.town.chance.random() * max(1, self.number - 1))
        item = {
            "id": f"accord/document-{earlier}-1"
            if earlier < self.number
            else f"accord/{self.slug}-6"
        }
        item |= {
            "type": "Accord",
            "nom": f"Accord {earlier}, tel que dit ailleurs",
            "statut": "en-vigueur",
        }
        item |= {"signataires": self.town.group(2, 3), "signe_le": self.town.moment()}
        return item | {"preuve": self._span()}

    def _at_length(self) -> Item:
        """Someone signs for someone else: more than a slug in a list."""
        one, other, third = self.town.group(3, 3)
        part = {"qui": one, "role": "signataire", "pour_le_compte_de": other}
        item = self._item("Accord", "accord", 7, nature="charte", signataires=[third])
        item |= {"participations": [part], "signe_le": self.town.day().isoformat()}
        return item | {"preuve": self._span()}

    def _fund(self) -> Item:
        item = self._item("Dispositif", "dispositif", gere_par=self.town.body())
        return item | {"themes": self.town.some(THEMES, 1), "preuve": self._span()}

    def _loan(self, n: int) -> Item:
        amount = 1_000 * (1 + int(self.town.chance.random() * 5_000))
        item = self._item("Financement", "financement", n, nature="pret")
        item |= {"financeurs": [self.town.body()], "beneficiaires": self.town.group(1, 2)}
        item |= {"dispositif": f"dispositif/{self.slug}-1", "date": self.town.moment()}
        item["montant"] = {"valeur": amount, "unite": "euro", "approximation": "exact"}
        return item | {"preuve": self._span()}

    def _prize(self) -> Item:
        item = self._item("Distinction", "distinction", laureats=self.town.group(1, 2))
        item |= {"organisateurs": [self.town.body()], "lors_de": f"evenement/{self.slug}-1"}
        return item | {"date": self.town.moment(), "preuve": self._span()}

    def _action(self, n: int) -> Item:
        item = self._item(
            "Initiative", "initiative", n, statut="realise", acteurs=self.town.group(1, 2)
        )
        item |= {"themes": self.town.some(THEMES, 3), "territoire": self.town.place()}
        if n == 1:
            item["chiffres"] = self._figures()
        elif n == 2:
            item |= {"partenaires": [f"collectif-{self.slug}"], "deduits": ["partenaires"]}
            item["note"] = "Le texte ne nomme pas les bailleurs."
        return item | {"non_precise": ["date"], "preuve": [self._span(), self._span()]}

    def _figures(self) -> list[Item]:
        part = 10 + int(self.town.chance.random() * 200)
        figure = {"unite": "logement", "nature": "objectif", "approximation": "environ"}
        here = {"cle": "ici", "libelle": "dont ici", "valeur": part, "partie_de": "total"}
        there = {
            "cle": "ailleurs",
            "libelle": "dont ailleurs",
            "valeur": 2 * part,
            "partie_de": "total",
        }
        total = {"cle": "total", "libelle": "logements", "valeur": 3 * part}
        return [one | figure for one in (total, here, there)]

    def _withdrawn(self) -> Item:
        item = self._item("Initiative", "initiative", 9, acteurs=[self.town.body()])
        item["retire"] = {
            "le": (DAY + timedelta(days=3)).isoformat(),
            "motif": "Le texte ne le dit pas.",
        }
        return item | {"non_precise": ["date"], "preuve": self._span()}

    def _partnership(self) -> Item:
        parties = [f"collectif-{self.slug}", *self.town.group(1, 2)]
        item = self._item(
            "Partenariat", "partenariat", partenaires=parties, debut=self.town.moment()
        )
        return item | {"non_precise": ["fin"], "preuve": self._span()}

    def _call(self) -> Item:
        item = self._item("AppelAProjets", "appel", organisateurs=[self.town.body()])
        return item | {"limite_le": self.town.day().isoformat(), "preuve": self._span()}

    def _plan(self) -> Item:
        item = self._item("ProjetStrategique", "projet", porteurs=[self.town.body()])
        item["defis"] = [{"cle": f"defi-{n}", "libelle": f"Défi {n}", "rang": n} for n in (1, 2)]
        return item | {"soutiens": self.town.group(1, 2), "preuve": self._span()}

    def _mandate(self) -> Item:
        item = {"id": f"mandat/presidence-{self.slug}", "type": "Mandat"}
        item |= {"titulaire": f"Camille {self.town.name()}", "fonction": "présidente"}
        item |= {"exerce_aupres_de": self.town.body(), "non_precise": ["debut", "fin"]}
        return item | {"preuve": self._span()}

    def _mention(self, n: int) -> Item:
        item = {"id": f"mention/{self.slug}/{n}", "type": "Mention", "mentionne": self.town.body()}
        return item | {
            "forme": f"{self.town.one(WORDS)} {self.town.name()}",
            "preuve": self._span(),
        }

    def _observation(self) -> Item:
        figure = {"cle": "parc", "libelle": "logements gérés", "valeur": 100 + self.number}
        item = {"id": f"observation/{self.slug}", "type": "Observation", "date": self.town.moment()}
        item["porte_sur"] = f"organisation/{self.town.body()}"
        item["chiffres"] = [figure | {"unite": "logement", "nature": "etat"}]
        return item | {"preuve": self._span()}


def main() -> None:
    """Read the command line and write."""
    reader = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    reader.add_argument("folder", type=Path)
    reader.add_argument("--quads", type=int, default=100_000)
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    write(asked.folder, asked.quads, asked.seed)


if __name__ == "__main__":
    main()
