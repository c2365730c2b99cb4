"""A question's turn of phrase -> the sentences that answer it, whatever words they share with it.

"Hvor kommer pengene fra?" is answered by a sentence with "finansieres", "hvad sker der, hvis ...?"
by one with "medfører".
"""

from __future__ import annotations

import re
from functools import lru_cache

_MONEY = r"(?:penge|midler|beløb|million|kroner|bevilling|finansiering|udgift)\w*"
_PAYS = (
    r"(?:betaler|(?:skal|skulle|kom til at|kommer til at) betale|betalte|finansierer|dækker|"
    r"afholder)"
)
_TURNS: tuple[tuple[str, str], ...] = (
    (
        rf"\bhvor (?:kommer|kom|tages?|tog|findes?|fandt|hentes?|skal|skulle)\b[^?]*\b{_MONEY}"
        rf"|\bhvem {_PAYS}\b|\bhvordan\b[^?]*\b(?:finansier|betal|skaffe)\w*"
        r"|\b(?:finansieres|finansieret|finansieringen)\b|\bhvilken (?:konto|pulje|ramme)\b"
        r"|\b(?:who (?:pays|paid|pay|will pay)|(?:financed|funded)|the money come from)\b",
        r"\b(?:med)?finansier\w*|\bkassebehold\w*|\bafholdes\b|\bbetal(?:es|er|t)\b|\bdækkes?\b|"
        r"\b\w*puljen?\b|\brådighedsbeløb\w*|\blåne(?:opt|f)\w*|\bomplacer\w*|\bindenfor|"
        r"\binden for (?:den |det |de )?\w*(?: \w+)? ?(?:ramme|budget|bevilling)\w*",
    ),
    (
        r"\bhvad (?:sker|skete|vil ske|betyder|betød)\b[^?]*\b(?:hvis|såfremt|når|uden)\b"
        r"|\bhvad nu hvis\b|\bkonsekvens\w*|\bwhat happens if\b",
        r"\b(?:hvis|såfremt|i fald|i tilfælde af|medmindre|ellers|konsekvens\w*)\b|"
        r"\b(?:vil|kan) (?:\w+ )?(?:medføre|betyde|indebære)\b|\b(?:medfører|betyder|bortfalder)\b",
    ),
    (
        r"\balternativ\w*|\bandre (?:mulighed|løsning|forslag|modeller)\w*"
        r"|\bhvad kunne man ellers\b|\boptions\b"
        r"|\bhvilke (?:\w+ )?(?:muligheder|løsninger|modeller|scenarier)\b",
        r"\balternativ\w*|\bi stedet\b|\b\w*mulighed\w*|\bscenari\w*|\b(?:model|løsning) [A-Z\d]\b|"
        r"\bkunne også\b|\benten\b",
    ),
    (
        r"\b(?:argument\w*|indvending\w*|taler|talte|talt)\b[^?]*\b(?:i?mod)\b|\bulempe\w*"
        r"|\bbekymr\w*|\bkritik\w*|\b(?:concern|objection|drawback)\w*",
        r"\b(?:i?mod|ulempe\w*|bekymr\w*|kriti\w*|frygte?r?|modstand\w*|utryg\w*|risiko|indvend\w*|"
        r"uhensigtsmæssig\w*|betænkelig\w*)\b|\bønsker ikke\b|\bikke ønsker?\b",
    ),
    (
        r"\b(?:krav|kravet|betingelse\w*|vilkår\w*|forudsætning\w*|requirement\w*|condition\w*)\b",
        r"\b(?:betingelse\w*|betinget|vilkår\w*|forudsæt\w*|krav|kravet|kræve[rs]?|såfremt|accepter\w*)\b",
    ),
    (
        r"\bhvornår\b[^?]*\b(?:færdig\w*|klar|åbner|indvi\w*|slutter|(?:tages?|tage) i brug|"
        r"flytte[rs]? ind|afsluttet|afsluttes)\b",
        r"\b(?:færdig\w*|står klar|klar til|åbne[rs]?|åbning\w*|indvi\w*|indfly\w*|ibrugtag\w*|"
        r"afslutte[st]?\w*|afsluttet|slutter|løber til|udløber)\b|\bi brug\b|"
        r"\btil (?:og med )?den\b",
    ),
    (
        r"\bhvornår\b[^?]*\b(?:begynd\w*|start\w*|går\b[^?]*\bi gang|sættes?\b[^?]*\bi gang|"
        r"påbegynd\w*|igangsæt\w*)",
        r"\b(?:begynd\w*|start\w*|påbegynd\w*|igangsæt\w*|i gang|byggestart|spadestik)\b|"
        r"\bfra (?:og med )?den\b",
    ),
    (
        r"\b(?:hvornår|hvad|hvilken)\b[^?]*\b\w*(?:frist|deadline)\w*|\bhvornår\b[^?]*\bsenest\b",
        r"\b\w*frist\w*|\bsenest\b|\binden den\b|\binden udgangen\b",
    ),
    (
        r"\b(?:i alt|tilsammen|sammenlagt|in total|altogether)\b",
        r"\b(?:i alt|tilsammen|sammenlagt|samlet|samlede|totalt|sum)\b",
    ),
    (
        r"\bhvornår (?:regne[rs]|anse[rs]|betragte[rs]|tæller|gælder)\b[^?]*\b(?:som|for|til)\b"
        r"|\bhvad (?:forstå[rs]|mene[rs])\b[^?]*\b(?:ved|med)\b|\bhvad dækker\b[^?]*\bover\b"
        r"|\bdefin\w*",
        r"\bdefiner\w*|\b(?:forstås|betragtes|anses|regnes|betegne[rs]|dækker over|det vil sige|"
        r"dvs|mindst|minimum)\b",
    ),
    (
        r"\bfra (?:hvilken dato|hvornår|hvilket år)\b"
        r"|\bhvornår\b[^?]*\b(?:i kraft|gælder|gjaldt|får virkning)\b",
        r"\btræde\w* i kraft\b|\bikraft\w*|\bvirkning fra\b|\bgæld(?:er|ende) fra\b|\bpr\. \d|"
        r"\bfra (?:og med )?den\b",
    ),
    (
        r"\bhvor (?:tit|ofte)\b|\bhow often\b",
        r"\b(?:årligt?|halvårlig\w*|kvartal\w*|månedlig\w*|ugentlig\w*|dagligt?)\b"
        r"|\bhvert? (?:\w+ )?(?:år|måned|uge|dag|gang)\b|\bgange? (?:om|pr|i)\b"
        r"|\bpr\. (?:år|måned|uge|dag)\b",
    ),
    (
        r"\bhvor (?:længe|lang tid)\b|\bhvor mange (?:år|måneder|uger|dage)\b|\bhow long\b",
        r"\b(?:\d+|et?|to|tre|fire|fem|seks|syv|otte|ni|ti)[- ]?(?:årig\w*|år|måned\w*|uger?|"
        r"dage?|døgn|timer?|minut\w*)\b|\b(?:permanent\w*|indtil videre|til og med|frem til|"
        r"tidsbegræns\w*|løbetid\w*|varig\w*)\b",
    ),
    (
        r"\bhvordan (?:søger|ansøger|får|melder|tilmelder|klager|bestiller|kommer)\b[^?]*"
        r"\b(?:man|jeg|vi|de|borgere\w*)\b|\bhow (?:do|can) (?:i|you|we) (?:apply|sign|complain)",
        r"\b(?:ansøg\w*|søges?|henvend\w*|kontakt\w*|tilmeld\w*|\w*skema\w*|formular\w*|"
        r"blanket\w*|hjemmeside\w*|klage[rs]?)\b",
    ),
    (
        r"\bhvem (?:kan|må|har ret|er omfattet|gælder|henvender)\b|\bwho (?:can|may|is eligible)\b",
        r"\b(?:ret til|berettige\w*|omfatte[rst]?|målgruppe\w*|forbeholdt|gælder for|tilbydes|"
        r"adgang|rettet mod|henvender sig)\b",
    ),
    (
        r"\bhvad (?:viste|viser|konkluder\w*|fandt)\b|\bresultat\w* af\b|\bhvordan gik\b",
        r"\b(?:viser|viste|konkluder\w*|resultat\w*|samlet set|overordnet|positiv\w*|negativ\w*)\b",
    ),
    (
        r"\bhvem (?:har ansvar\w*|står for|stod for|er ansvarlig|driver|"
        r"(?:skal|skulle) (?:\w+ ){0,2}(?:stå for|udføre|drive|sørge|lave))\b",
        r"\b(?:ansvar\w*|står for|varetage\w*|drives?|driver|udføres?|forestå\w*|opgaven)\b",
    ),
    (
        r"\bhvordan\b[^?]*\b(?:ændre|udvikle)\w*|\bsteg\b|\bstiger\b|\bfaldt?\b|\bfalder\b"
        r"|\bvokse\w*|\budvikling\w*",
        r"\b(?:ste[gt]\w*|stig\w*|fald\w*|vokse\w*|vækst\w*|reducer\w*|øge[st]?)\b"
        r"|\bfra\b.*\d.*\btil\b.*\d",
    ),
    (
        r"\b(?:mere|flere|højere|større|bedre|længere|oftere|dyrere|ældre) eller "
        r"(?:mindre|færre|lavere|dårligere|kortere|sjældnere|billigere|yngre)\b",
        r"\d.*\b(?:mod|end|gennemsnit\w*|sammenlign\w*|i forhold til)\b"
        r"|\b(?:mod|end|gennemsnit\w*|sammenlign\w*|i forhold til)\b.*\d",
    ),
    (
        r"\b(?:om året|årligt|(?:pr\.|per) år|hvert år|årlige?|a year|per year|annual(?:ly)?)\b",
        r"\b(?:om året|årlige?t?|(?:pr\.|per) år|hvert år|p\.a\.)(?!\w)",
    ),
    (
        r"\b(?:om måneden|månedligt|(?:pr\.|per) måned|a month|per month|monthly)\b",
        r"\b(?:om måneden|månedlige?t?|(?:pr\.|per) måned)\b",
    ),
    (
        r"\bhvad (?:får|fik) (?:man|de|en|et|\w+) (?:i løn |i penge )?for at\b"
        r"|\bhvad (?:tjener|får) \w+ i\b",
        r"\b(?:diæt\w*|honorar\w*|vederlag\w*|\w*løn\w*|godtgørelse\w*|tillæg)\b",
    ),
)
_COMPILED = tuple((re.compile(q, re.IGNORECASE), re.compile(s, re.IGNORECASE)) for q, s in _TURNS)


@lru_cache(maxsize=256)
def _sought(asked: str) -> tuple[re.Pattern[str], ...]:
    return tuple(answers for asks, answers in _COMPILED if asks.search(asked))


def answers_turn(asked: str, text: str) -> bool:
    """Whether the text holds what the question's turn of phrase asks for; False when it has none
    that is known."""
    return any(pattern.search(text) for pattern in _sought(asked))
