"""One line for each way to write a wrong source file: what becomes of Valmont, and what is said of it."""
# ruff: noqa: E501

from typing import NamedTuple

LETTER = "sources/2019-06_lettre-arhp.yaml"
PAGE = "sources/2019-07_sdis-orle.2.yaml"
TABLE = "sources/2021_parc-social.yaml"
WHO = "registre/organisations.yaml"


class Bad(NamedTuple):
    """`old` becomes `new` in `file`; the error says `what` and `hint`, at the line of `at`."""

    name: str
    file: str
    old: str
    new: str
    what: str
    hint: str
    at: str = ""


JARDIN = "- id: initiative/jardin-partage\n"
OFFICE_NOTE = "    certitude: deduit\n    note: Valmont Habitat est le seul office de la ville.\n"
MANDATE_PROOF = "    preuve: {de: 163, a: 200}\n"
AGREEMENT = "- id: accord/acces-secours-orle\n    type: Accord\n    nom: Détecteurs"

BAD = [
    # keys
    Bad("key", LETTER, "statut: en-c", "statu: en-c", "unknown key", "“statut”"),
    Bad("key of the card", LETTER, "langue: fr", "lange: fr", "unknown key", "“langue”"),
    Bad("key of evidence", LETTER, "{de: 163,", "{des: 163,", "unknown key", "“de”"),
    Bad("key of a figure", LETTER, "valeur: 200,", "valeurs: 200,", "unknown key", "“valeur”"),
    Bad("long key", WHO, "nature: ancienne", "nature_denomination: ancienne", "key", "“nature”"),
    Bad("key elsewhere", LETTER, "fonction:", "fonction: x\n    forme:", "`forme`", "Mandat", "forme:"),
    Bad("key twice", LETTER, "nature: charte", "nature: charte\n    nature: pret", "duplicate key", "line", "nature: pret\n    statut"),
    Bad("keyword", LETTER, "fonction: présidente", '"@id": http://x.example/', "keyword", "word of docs"),
    Bad("nested keyword", LETTER, "cle: logements,", '"@value": 1,', "keyword", "word of docs"),
    Bad("inner context", LETTER, "fonction: présidente", '"@context": {a: b}', "keyword", "word of docs"),
    Bad("colon", LETTER, "fonction: présidente", '"hlm:partie": arhp', "`:` inside a key", "word of docs"),
    Bad("nested claim key", LETTER, "valeur: 200,", "valeur: 200, retire: {le: x},", "unknown key", "a key of Chiffre", "retire: {le: x}"),
    # ids
    Bad("id twice", LETTER, "- id: accord/detecteurs-les-tilleuls\n    type: Accord\n    nom: Détecteurs", AGREEMENT, "duplicate id", "first on line"),
    Bad("id below", LETTER, JARDIN, "- id: initiative/permanence-cle-corvin/jardin\n", "id below another id", "not under initiative/permanence-cle-corvin"),
    Bad("id of another type", LETTER, JARDIN, "- id: accord/jardin-partage\n", "id does not fit", "initiative/…"),
    Bad("id is a card", LETTER, JARDIN, "- id: source/jardin\n", "id does not fit", "initiative/…"),
    Bad("no id", LETTER, JARDIN, "- nom: x\n", "item without `id`", "both"),
    Bad("person", LETTER, "id: mandat/presidence-arhp", "id: mandat/ferrand-arhp", "person's name", "the function"),
    Bad("file name", LETTER, "id: source/2019-06_lettre-arhp", "id: source/2019-06_lettre", "file name differ", "2019-06_lettre.yaml"),
    Bad("kind of file", LETTER, "id: source/2019-06", "id: lettre/2019-06", "wrong id", "source/…"),
    # types
    Bad("type", LETTER, "type: Evenement", "type: Evenment", "unknown type", "“Evenement”"),
    Bad("type of a list", LETTER, "[Financement, Distinction]", "[Financement, {a: b}]", "type", "a class"),
    Bad("type twice", LETTER, "[Financement, Distinction]", "[Distinction, Distinction]", "type given twice", "once"),
    Bad("type of the card", LETTER, "type: LettreInformation", "type: LettreInfo", "type of source", "“LettreInformation”"),
    Bad("not a source", LETTER, "type: LettreInformation", "type: Accord\n", "type of source", "kind of source"),
    # references
    Bad("actor", LETTER, "[les-tilleuls, sdis-v", "[les-tileuls, sdis-v", "unknown", "“les-tilleuls”"),
    Bad("editor", LETTER, "editeur: arhp", "editeur: ahrp", "unknown", "“arhp”"),
    Bad("territory", LETTER, "lieu: commune-20901\n    themes", "lieu: commune-20903\n    themes", "unknown", "“commune-20901”"),
    Bad("thing", LETTER, "habitat-2019\n    montant", "habitat-2018\n    montant", "unknown", "“evenement/rencontres-habitat-2019”"),
    Bad("concept", LETTER, "themes: [lien-social]", "themes: [liens-sociaux]", "unknown", "“lien-social”"),
    Bad("concept elsewhere", LETTER, "statut: annonce", "statut: convention", "unknown", "a concept of statut"),
    Bad("role", LETTER, "role: signataire", "role: signature", "unknown", "“signataire”"),
    Bad("role elsewhere", LETTER, "role: signataire", "role: adherent", "`adherents`", "Accord"),
    Bad("role unknown", LETTER, "role: signataire", "role: non_precise", "not a role", "a role"),
    Bad("no role", LETTER, "role: signataire, ", "", "participation without", "both", "qui: groupe-corvin"),
    Bad("no party", LETTER, "qui: groupe-corvin, ", "", "participation without", "both", "role: signataire"),
    Bad("figure", LETTER, "partie_de: logements}\n      - {cle: a-b", "partie_de: logement}\n      - {cle: a-b", "unknown figure", "“logements”"),
    Bad("unknown of what", LETTER, "non_precise: [membres]", "non_precise: [membre]", "unknown key", "“membres”"),
    Bad("evidence of what", LETTER, "pour: [beneficiaires]", "pour: [beneficiaire]", "unknown key", "“beneficiaires”"),
    Bad("deduced what", LETTER, "deduits: [partenaires]", "deduits: [porteurs]", "not said here", "“acteurs”"),
    Bad("context word", LETTER, "signataires: [arhp]", "signataires: [date]", "word of the context", "another slug"),
    Bad("context word defined", WHO, "id: organisation/cle-corvin", "id: organisation/pivot", "word of the context", "another slug"),
    # slugs that escape their base, or would be something else
    *(
        Bad(f"slug {slug}", LETTER, "signataires: [arhp]", f'signataires: ["{slug}"]', "not a slug", "a-z, 0-9")
        for slug in ("../x", "/x", "http://x.example/y", "a//b", "ARHP", "été", "a_b", "x/", "a b", "-a", "hlm:x", "a\\nb", "%2e%2e")
    ),
    Bad("id that escapes", LETTER, JARDIN, "- id: initiative/../accord/x\n", "not a slug", "a-z, 0-9"),
    # values
    Bad("day", LETTER, "debut: 2019-06-03", "debut: 2019-02-30", "calendar", "01 to 28"),
    Bad("month", LETTER, "debut: 2017", "debut: 2017-13", "calendar", "a month to 12"),
    Bad("date in words", LETTER, "debut: 2017", "debut: mai 2017", "date", "2017"),
    Bad("interval", LETTER, "date: 2019-06-03/2019-06-05", "date: 2019-06-05/2019-06-03", "", "2019-06-05/2019-06-03"),
    Bad("record day", LETTER, "saisi_le: 2026-11-20", "saisi_le: 2026-11", "not a day", "YYYY-MM-DD"),
    Bad("no record day", LETTER, "saisi_le: 2026-11-20\n", "", "`saisi_le` is missing", "YYYY-MM-DD", "id: source/"),
    Bad("record day of a claim", LETTER, MANDATE_PROOF, MANDATE_PROOF + "    saisi_le: [2026-11-20]\n", "`saisi_le`", "YYYY-MM-DD", "saisi_le: [" ),
    Bad("list", LETTER, "fonction: présidente", "fonction: [présidente, maire]", "a list where", "one value"),
    Bad("nested value", LETTER, "fonction: présidente", "fonction: {a: b}", "nested", "a word", "{a: b}"),
    Bad("nested label", LETTER, "libelle: logements à réhabiliter", "libelle: {a: b}", "nested", "a word", "{a: b}"),
    Bad("nested part", LETTER, "partie_de: logements}\n      - {cle: a-b", "partie_de: [logements]}\n      - {cle: a-b", "partie_de", "one value"),
    Bad("empty value", LETTER, "fonction: présidente", "fonction:", "empty value", "non_precise", "fonction:"),
    Bad("empty list", LETTER, "signataires: [arhp]", "signataires: []", "empty list", "non_precise"),
    Bad("number", LETTER, "valeur: 200,", 'valeur: "1,5",', "not a number", "point"),
    Bad("number of elsewhere", LETTER, "valeur: 200,", "valeur: ١٢,", "not a number", "digits"),
    Bad("count", LETTER, "nombre: 2", "nombre: deux", "wrong value", "whole number"),
    Bad("control", LETTER, "fonction: présidente", 'fonction: "prési\\0dente"', "control character", "plain text"),
    Bad("address", WHO, "site_web: https://valmont", "site_web: javascript:valmont", "address", "https://"),
    Bad("SIREN", WHO, "code: 000000018", "code: 000000017", "not a SIREN", "Luhn"),
    Bad("SIREN with blanks", WHO, "code: 000000018", "code: 000 000 018", "plain form", "000000018"),
    Bad("identifier without source", WHO, "source: https://arhp.example/statuts, vu_le: 2026-11-19", "vu_le: 2026-11-19", "without its source", "`vu_le`", "{systeme: rna"),
    Bad("identifier without code", WHO, "code: W200000001, ", "", "without `systeme` or `code`", "both", "{systeme: rna"),
    # what a figure is called
    Bad("no cle", LETTER, "{cle: logements, ", "{", "`cle` is missing", "short word", "libelle: logements à"),
    Bad("cle twice", LETTER, "cle: a-bourg-l-orle", "cle: a-valmont", "same `cle`", "a-valmont", "cle: a-valmont, libelle: dont à Bourg"),
    Bad("cle with parts", LETTER, "cle: a-bourg-l-orle", "cle: preuve/1", "not a slug", "one part"),
    Bad("cle of two", LETTER, "{qui: groupe-corvin, role: signataire, pour_le_compte_de: les-tilleuls}", "{qui: arhp, role: porteur}\n      - {qui: arhp, role: porteur, note: bis}", "same `role` and `qui`", "first on line", "{qui: arhp, role: porteur, note"),
    Bad("cle of the amount", LETTER, "cle: a-bourg-l-orle", "cle: montant", "word of the context", "another slug"),
    # claims and evidence
    Bad("no evidence", LETTER, MANDATE_PROOF, "", "no `preuve`", "{de:, a:}", "id: mandat/"),
    Bad("deduced without note", LETTER, OFFICE_NOTE, "    certitude: deduit\n", "deduced without", "how"),
    Bad("certainty unknown", LETTER, "certitude: deduit", "certitude: non_precise", "cannot be unknown", "leave it out"),
    Bad("part deduced without note", LETTER, "pour_le_compte_de: les-tilleuls", "certitude: deduit", "deduced without", "how"),
    Bad("withdrawn without reason", LETTER, ", motif: La lettre parle au conditionnel et ne dit pas qui.", "", "withdrawal without", "motif: words", "{le: 2026"),
    Bad("withdrawn without day", LETTER, "le: 2026-11-23, ", "", "`le` is missing", "YYYY-MM-DD", "{motif: La"),
    Bad("position", LETTER, "{de: 163,", "{de: début,", "not a position", "whole number"),
    Bad("position of elsewhere", LETTER, "{de: 163,", "{de: ١٢,", "not a position", "whole number"),
    Bad("negative", LETTER, "{de: 163,", "{de: -3,", "not a position", "whole number"),
    Bad("no end", LETTER, "{de: 163, a: 200}", "{de: 163}", "`a` is not a position", "whole number"),
    Bad("empty passage", LETTER, "{de: 163, a: 200}", "{de: 163, a: 163}", "empty passage", "de < a"),
    Bad("evidence in words", LETTER, "{de: 163, a: 200}", "ligne 5", "not an entry", "{de:, a:}"),
    Bad("fingerprint", LETTER, "empreinte: sha256:", "empreinte: sha256:0", "wrong fingerprint", "64"),
    Bad("text without fingerprint", PAGE, "empreinte: sha256:", "note: ", "without a fingerprint", "on the card", "pour: [fin]"),
    Bad("passage of the registre", WHO, '{page: "https://arhp.example/adherents", vue_le: 2026-11-19}', "{de: 1, a: 2}", "without a fingerprint", "on the card"),
    Bad("row without fingerprint", TABLE, "{ligne: Valmont Habitat, empreinte", "{ligne: Valmont Habitat, note", "table's fingerprint", "sha256:"),
    Bad("no row", TABLE, "ligne: Valmont Habitat", 'ligne: ""', "`ligne` is not a key", "key of a row"),
    Bad("page", WHO, '"https://arhp.example/adherents"', "adherents", "not an address", "http://", "page: adherents"),
    Bad("page without day", WHO, '"https://arhp.example/adherents", vue_le: 2026-11-19', '"https://arhp.example/adherents"', "`vue_le` is missing", "YYYY-MM-DD"),
    Bad("unknown day without note", WHO, ", note: Page reprise d’un relevé qui ne dit pas son jour.", "", "without a `note`", "why", "vue_le: non_precise"),
    # the card
    Bad("too few", LETTER, "Evenement: 1", "Evenement: 2", "1 Evenement, not 2", "correct `attendu`", "attendu:"),
    Bad("not expected", LETTER, "Evenement: 1, ", "", "that `attendu` does not expect", "1 Evenement", "attendu:"),
    Bad("expected of what", LETTER, "Evenement: 1", "Evenements: 1", "unknown type", "“Evenement”", "attendu:"),
    Bad("expected in words", LETTER, "attendu: {Accord: 4", "attendu: beaucoup # {", "`attendu` is missing", "{Class: count"),
    Bad("no title", LETTER, "titre: La lettre de l’ARHP\n", "", "`titre` is missing", "titre", "id: source/"),
    Bad("no date", LETTER, "date: 2019-06\n", "", "`date` is missing", "non_precise", "id: source/"),
    Bad("no reading", LETTER, "lecture: 1\n", "", "`lecture` is missing", "1", "id: source/"),
    Bad("reading in words", LETTER, "lecture: 1\n", "lecture: une\n", "`lecture` is", "number of the reading"),
    Bad("replaces in words", PAGE, "remplace: 1", "remplace: première", "`remplace`", "an earlier reading"),
    Bad("replaces itself", PAGE, "remplace: 1", "remplace: 2", "`remplace`", "an earlier reading"),
    Bad("replaces nothing", LETTER, "lecture: 1\n", "lecture: 1\nremplace: 1\n", "`remplace`", "an earlier reading", "remplace: 1"),
    Bad("no content", TABLE, "contenu:\n  - ", "contenu: []\nnote:\n  - ", "`contenu`", "a list of items", "contenu: []"),
]  # fmt: skip
