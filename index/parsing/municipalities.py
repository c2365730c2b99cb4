"""The 98 Danish municipalities: which one a web address belongs to, which one a text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NAMES = (
    "Aabenraa Aalborg Aarhus Albertslund Allerød Assens Ballerup Billund Bornholm Brøndby "
    "Brønderslev Dragør Egedal Esbjerg Faaborg-Midtfyn Fanø Favrskov Faxe Fredensborg Fredericia "
    "Frederiksberg Frederikshavn Frederikssund Furesø Gentofte Gladsaxe Glostrup Greve Gribskov "
    "Guldborgsund Haderslev Halsnæs Hedensted Helsingør Herlev Herning Hillerød Hjørring Holbæk "
    "Holstebro Horsens Hvidovre Høje-Taastrup Hørsholm Ikast-Brande Ishøj Jammerbugt Kalundborg "
    "Kerteminde Kolding København Køge Langeland Lejre Lemvig Lolland Lyngby-Taarbæk Læsø "
    "Mariagerfjord Middelfart Morsø Norddjurs Nordfyns Nyborg Næstved Odder Odense Odsherred "
    "Randers Rebild Ringkøbing-Skjern Ringsted Roskilde Rudersdal Rødovre Samsø Silkeborg "
    "Skanderborg Skive Slagelse Solrød Sorø Stevns Struer Svendborg Syddjurs Sønderborg Thisted "
    "Tønder Tårnby Vallensbæk Varde Vejen Vejle Vesthimmerlands Viborg Vordingborg Ærø"
)
NAMES = tuple(_NAMES.split())
"""As the municipalities are called before the word Kommune (kl.dk's list)."""

SHORT = {
    "rksk": "Ringkøbing-Skjern",
    "ltk": "Lyngby-Taarbæk",
    "kk": "København",
    "htk": "Høje-Taastrup",
    "fmk": "Faaborg-Midtfyn",
    "brk": "Bornholm",
    "vejenkom": "Vejen",
    "nordfynskommune": "Nordfyns",
    "vesthimmerland": "Vesthimmerlands",
}
"""Web addresses that do not spell the name (the municipalities' own)."""


def _plain(name: str) -> str:
    folded = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z]", "", folded)


_BY_ADDRESS = {_plain(name): name for name in NAMES} | SHORT


def from_host(host: str) -> str | None:
    """The municipality whose web address this is ("dagsordener.greve.dk"), None if unknown."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 2:
        return None
    own = _plain(labels[-2])
    for known in (own, own.removesuffix("kommune"), own.removesuffix("kom")):
        if known in _BY_ADDRESS:
            return _BY_ADDRESS[known]
    return None


def from_folder(folder: str, known: Iterable[str] = NAMES) -> str | None:
    """The municipality among `known` that a folder is called after ("greve-kommune"), if any."""
    own = _plain(folder)
    by_name = {_plain(name): name for name in known}
    for spelt in (own, own.removesuffix("kommune"), own.removesuffix("skommune")):
        if spelt and spelt in by_name:
            return by_name[spelt]
    return None


COMMUNE = re.compile(
    r"\b(?P<name>[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøå]+)?)\s(?:(?:[Rr]egions)?[Kk]ommunes?|KOMMUNES?)\b"
)
_CAPITALS = re.compile(r"\b(?P<name>[A-ZÆØÅ]{3,}(?:-[A-ZÆØÅ]{3,})?)\sKOMMUNE\b")
_COUNCIL = re.compile(
    r"\b(?P<name>[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøå]+)?)\s(?:Byråd|Kommunalbestyrelse)\b"
)
_NOT_PLACES = frozenset(
    re.split(
        " ",
        "alle andre danmarks dansk danske de den denne deres din egen en enhver flere hele hver "
        "hvilken hvis i ingen jeres mange ny når og på samme sin som vor vores øvrige",
    )
)


def find_municipality(text: str, head: str, folder: str = "") -> str | None:
    """The municipality that the text itself names, None unless one clearly dominates.

    Counted are "<Name> Kommune"; a mention in the head weighs three. A folder that is called
    after one of the 98 decides where the head names no other; any other folder's name decides
    only between names that the text has. A genitive s ("Københavns Kommune") is dropped when
    the plain name stands in the text too.
    """
    filed = from_folder(folder)
    if filed and not any(match["name"] != filed for match in COMMUNE.finditer(head)):
        return filed
    counts: Counter[str] = Counter()
    for part, weight in ((text, 1), (head, 3)):
        for match in COMMUNE.finditer(part):
            if match["name"].casefold() not in _NOT_PLACES:
                counts[match["name"]] += weight
    if not counts:
        counts.update(one["name"].title() for one in _CAPITALS.finditer(head))
    if not counts:
        counts.update(one["name"] for one in _COUNCIL.finditer(head) if one["name"] in NAMES)
    if not counts:
        return None
    ranked = counts.most_common(2)
    for name in counts:
        if folder and name.casefold() in re.split(r"[\W_]+", folder.casefold()):
            return _without_genitive(name, text)
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return None
    return _without_genitive(ranked[0][0], text)


def _without_genitive(name: str, text: str) -> str:
    plain = name[:-1]
    if name.endswith("s") and len(name) > 4 and re.search(rf"\b{re.escape(plain)}\b", text):
        return plain
    return name
