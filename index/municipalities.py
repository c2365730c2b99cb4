"""The 98 Danish municipalities: which one a web address belongs to."""

from __future__ import annotations

import re

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
