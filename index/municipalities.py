"""The 98 Danish municipalities: which one a web address or a text belongs to."""

from __future__ import annotations

import re
from collections import Counter

NAMES = (
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
).split()
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

_NAMED = re.compile(r"\b([A-ZÆØÅ][a-zæøå]{2,}(?:-[A-ZÆØÅ][a-zæøå]{2,})?)s? [Kk]ommunes?\b")


def _plain(name: str) -> str:
    folded = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z]", "", folded)


_BY_ADDRESS = {_plain(name): name for name in NAMES} | SHORT
_BY_NAME = {name.casefold(): name for name in NAMES}


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


def named_in(text: str) -> str | None:
    """The municipality that the text names ("Greve Kommune") three times or more, and at
    least four times as often as any other: minutes mention their neighbours too."""
    found: Counter[str] = Counter()
    for match in _NAMED.finditer(text):
        name = _BY_NAME.get(match.group(1).casefold())
        if name is not None:
            found[name] += 1
    ranked = found.most_common(2)
    if not ranked or ranked[0][1] < 3:
        return None
    if len(ranked) == 2 and ranked[0][1] < 4 * ranked[1][1]:
        return None
    return ranked[0][0]
