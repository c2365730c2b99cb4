"""What the API's JSON holds, as the description tells it: each field with its type and meaning.

`punkt` is told once, for it is the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.types import Outcome, SectionKind, Side
from rag.types import Intent, Status

Shape = dict[str, object]


def _text(told: str, **more: object) -> Shape:
    return {"type": "string", "description": told, **more}


def _maybe(kind: str, told: str, **more: object) -> Shape:
    return {"type": [kind, "null"], "description": told, **more}


def _whole(told: str) -> Shape:
    return {"type": "integer", "description": told}


def _number(told: str) -> Shape:
    return {"type": "number", "description": told}


def _yes(told: str) -> Shape:
    return {"type": "boolean", "description": told}


def _list(of: Mapping[str, object], told: str = "") -> Shape:
    return {"type": "array", "items": dict(of), **({"description": told} if told else {})}


def _of(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(told: str, **fields: Shape) -> Shape:
    return {
        "type": "object",
        "description": told,
        "properties": fields,
        "required": list(fields),
    }


FILE = _text("Filens navn; `/api/v1/source/{file}` har teksten.")
TOWN = _maybe("string", "Kommunen; null, når referatet ikke nævner den.")
BODY = _text("Udvalget, rådet eller bestyrelsen.")
DAY = _maybe("string", "Datoen, ÅÅÅÅ-MM-DD.", format="date")
PUNKT: Shape = {
    "type": ["integer", "string"],
    "description": "Punktets nummer som et tal. Tekst for et punkt uden nummer: det, der er trykt "
    "i stedet, ellers titlen. Det samme i alle svar.",
}
TITLE = _text("Punktets titel.")
CASE = _maybe("string", "Sagsnummeret; null uden.")
KEY = _text("Punktets nøgle i `/api/v1/items/{id}`.")
START = _whole("Første tegn i kildens tekst, talt fra 0.")
END = _whole("Tegnet efter det sidste.")
OUTCOMES = _list({"type": "string", "enum": [o.value for o in Outcome]}, "Hvad der blev gjort.")
SHOWN = _list({"type": "string"}, "Det samme for en læser: et godkendt afslag er et afslag.")
SECTION = _text("Afsnittets art.", enum=[kind.value for kind in SectionKind])
HEADING = _text("Overskriften, som den er trykt.")
PAGE = _maybe("integer", "Siden i filen; null, når den ikke kendes.")
WEB = _maybe("string", "Mødets egen side hos kommunen.")

SHAPES: dict[str, Shape] = {
    "Answer": _object(
        "Et svar.",
        question=_text("Spørgsmålet."),
        status=_text("Hvordan det gik.", enum=[status.value for status in Status]),
        text=_text("Svaret; [n] viser til citatet med det nummer."),
        citations=_list(_of("Citation"), "Citaterne, som svaret bygger på."),
        retrieved=_list(
            _of("Hit"), "De punkter, der lå nærmest, bedste først; af en liste de første ti."
        ),
        scope=_of("Scope"),
        engine=_text("extractive, eller sprogmodellens navn."),
        note=_text("Hvordan en sprogmodel har formuleret svaret; tom uden."),
        seconds=_number("Hvor længe det tog."),
        related=_list(_of("Citation"), "Punkter om noget lignende. De er ikke belæg for svaret."),
        choices=_list({"type": "string"}, "Hvad der kan vælges imellem, når der spørges tilbage."),
        intents=_list(
            {"type": "string", "enum": [intent.value for intent in Intent]}, "Hvad der spørges om."
        ),
    ),
    "Citation": _object(
        "Et citat: `source_text[start:end] == quote`.",
        n=_whole("Nummeret i svarets [n]."),
        file=FILE,
        municipality=TOWN,
        committee=BODY,
        date=DAY,
        punkt=PUNKT,
        title=TITLE,
        case_number=CASE,
        section=SECTION,
        heading=HEADING,
        quote=_text("Ordene, bogstav for bogstav."),
        start=START,
        end=END,
        page=PAGE,
        url=WEB,
        item=KEY,
        outcomes=OUTCOMES,
        shown=SHOWN,
    ),
    "Hit": _object(
        "Et punkt, der blev fundet.",
        file=FILE,
        punkt=PUNKT,
        score=_number("Hvor nær det lå; kun til at ordne efter."),
    ),
    "Scope": _object(
        "Hvor der blev søgt.",
        meetings=_whole("Antallet af møder."),
        to=_maybe("string", "Det seneste, ÅÅÅÅ-MM-DD.", format="date"),
        **{"from": _maybe("string", "Det første, ÅÅÅÅ-MM-DD.", format="date")},
    ),
    "Meeting": _object(
        "Et møde.",
        id=_text("Mødets nøgle."),
        file=FILE,
        municipality=TOWN,
        committee=BODY,
        date=DAY,
        kind=_text("referat eller dagsorden."),
        items=_whole("Antallet af punkter."),
        url=WEB,
        warnings=_list({"type": "string"}, "Hvad der kan være læst forkert."),
    ),
    "Item": _object(
        "Et punkt.",
        item=KEY,
        file=FILE,
        municipality=TOWN,
        committee=BODY,
        date=DAY,
        punkt=PUNKT,
        title=TITLE,
        case_number=CASE,
        open=_yes("false for et lukket punkt."),
        start=START,
        end=END,
        sections=_list(_of("Section"), "Afsnittene."),
        decisions=_list(
            _of("ItemDecision"), "Hvad der blev besluttet, også tidligere og af andre."
        ),
        previous=_maybe("string", "Nøglen til punktet før."),
        next=_maybe("string", "Nøglen til punktet efter."),
    ),
    "Section": _object(
        "Et afsnit af et punkt.",
        section=SECTION,
        heading=HEADING,
        text=_text("Teksten."),
        start=START,
        end=END,
        page=PAGE,
    ),
    "ItemDecision": _object(
        "En beslutning, som punktet fortæller den.",
        committee=_maybe("string", "Hvem der besluttede."),
        date=DAY,
        own=_yes("false, når punktet gengiver, hvad et andet møde besluttede."),
        outcomes=OUTCOMES,
        text=_text("Beslutningens ord."),
        start=START,
        end=END,
        votes=_list(_of("Vote"), "Stemmerne."),
    ),
    "Vote": _object(
        "En side af en afstemning.",
        side=_text("For, imod eller undlod.", enum=[side.value for side in Side]),
        count=_maybe("integer", "Antallet; null, når det ikke står der."),
        parties=_list({"type": "string"}, "Partierne."),
        names=_list({"type": "string"}, "Navnene."),
    ),
    "Decision": _object(
        "En beslutning i registeret.",
        item=KEY,
        date=DAY,
        municipality=TOWN,
        committee=BODY,
        punkt=PUNKT,
        title=TITLE,
        case_number=CASE,
        outcomes=OUTCOMES,
        shown=SHOWN,
        votes=_text("Stemmerne i én linje."),
        decision=_text("Beslutningens ord."),
    ),
}
REPLIES: dict[str, Shape] = {
    "/api/v1/ask": _of("Answer"),
    "/api/v1/meetings": _list(_of("Meeting")),
    "/api/v1/items/{key}": _of("Item"),
    "/api/v1/decisions": _object(
        "En side af registeret.",
        total=_whole("Antallet, før `limit` og `offset` er brugt."),
        decisions=_list(_of("Decision"), "Nyeste først."),
    ),
}
"""By address, what a call gives when it goes well."""
