"""Our own system as functions that can be measured, and what an archive holds for gold to fit.

All calls from the evaluation into the search and the answers are here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gold import (
    Asked,
    GoldCheck,
    GoldError,
    GoldQuestion,
    Punkt,
    as_punkt,
    check_gold,
)
from index.types import is_head

if TYPE_CHECKING:
    from eval.run import Ask, Found, Search
    from index.archive import Archive
    from index.catalogue import ItemRecord
    from rag.retrieve import Weights
    from rag.types import Filters, Question, Turn

_BATCH = 200
"""Items that are read from the catalogue at a time."""


def our_search(archive: Archive) -> Search:
    """Our search, as (file, punkt, section) of the best chunks of the best items."""
    return _search(archive, lambda asked: _understood(asked, archive), _section_names(archive))


def our_searches(archive: Archive) -> dict[str, Search]:
    """The whole search first, then with each of its weights at nought, then unread questions."""
    from rag.retrieve import WEIGHTS

    names = _section_names(archive)

    def read(asked: Asked) -> Question:
        return _understood(asked, archive)

    searches = {"svarpunkt": _search(archive, read, names)}
    for part in fields(WEIGHTS):
        value = getattr(WEIGHTS, part.name)
        if isinstance(value, float) and value:
            without = replace(WEIGHTS, **{part.name: 0.0})
            searches[f"without {part.name}"] = _search(archive, read, names, without)
    searches["without understanding"] = _search(archive, _unread, names)
    return searches


def our_ask(archive: Archive) -> Ask:
    """Our answers, as the JSON of the contract."""
    from rag.ask import ask
    from rag.render import to_json

    return lambda asked: to_json(
        ask(asked["question"], archive, filters=_filters(asked), history=_history(asked))
    )


def _search(
    archive: Archive,
    read: Callable[[Asked], Question],
    sections: Mapping[str, str],
    weights: Weights | None = None,
) -> Search:
    from rag.retrieve import WEIGHTS, retrieve

    def search(asked: Asked) -> Found:
        hits = retrieve(read(asked), archive, 10, weights or WEIGHTS)
        found: list[tuple[str, Punkt, str]] = []
        for hit in hits:
            card = archive.card(hit.item_id)
            place = (card.file, _punkt(card.id, card.number, card.label))
            names = [sections.get(chunk.rsplit("/", 1)[0], "") for chunk in hit.chunk_ids]
            found += [(*place, name) for name in dict.fromkeys(names or [""])]
        return found

    return search


def _understood(asked: Asked, archive: Archive) -> Question:
    from rag.question import understand_in

    return understand_in(
        archive, asked["question"], history=_history(asked), filters=_filters(asked)
    )


def _unread(asked: Asked) -> Question:
    """The question as typed, with nothing understood but the filters it came with."""
    from rag.types import Intent, Question

    text = asked["question"]
    return Question(text, text, (Intent.FACT,), filters=_filters(asked))


def _filters(asked: Asked) -> Filters:
    from rag.types import Filters

    limits = asked.get("filters", {})
    return Filters(
        municipality=limits.get("municipality"),
        committee=limits.get("committee"),
        date_from=_day(limits.get("date_from")),
        date_to=_day(limits.get("date_to")),
        case_number=limits.get("case_number"),
    )


def _history(asked: Asked) -> tuple[Turn, ...]:
    from rag.history import turns

    return turns(asked.get("history", []))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise GoldError(f"»{text}« er ikke en dato som 2031-12-19.") from error


# --- what the archive holds ---------------------------------------------------------------


def fitting(questions: Sequence[GoldQuestion], archive: Archive) -> GoldCheck:
    """The questions that the archive can be asked; what does not fit it is told."""
    items: dict[str, set[Punkt]] = {}
    sections: dict[tuple[str, Punkt], set[str]] = {}
    names = _section_names(archive)
    for card in archive.snapshot.cards:
        items.setdefault(card.file, set()).add(_punkt(card.id, card.number, card.label))
    for record in records(archive):
        place = (record.meeting.file, _punkt(record.id, record.item.number, record.item.label))
        own = (names[f"{record.id}/{n}"] for n in range(len(record.item.sections)))
        below = (sub for section in record.item.sections for sub, _ in section.subheadings)
        kinds = (section.kind.value for section in record.item.sections)
        sections.setdefault(place, {record.item.title}).update(own, below, kinds)
    checked = check_gold(questions, items, sections)
    _tell(checked)
    if not checked.questions:
        raise GoldError("Ingen af spørgsmålene har svar i dette arkiv.")
    return checked


def _tell(checked: GoldCheck) -> None:
    for problem in checked.problems:
        print(f"Guldet passer ikke med arkivet: {problem}", file=sys.stderr)
    if checked.absent:
        print(
            f"{len(checked.absent)} filer fra guldet er ikke i arkivet; "
            f"{len(checked.skipped)} spørgsmål er udeladt {', '.join(checked.skipped)}".rstrip(),
            file=sys.stderr,
        )


def records(archive: Archive) -> Iterator[ItemRecord]:
    """Every item of the archive with its sections; the meetings' heads are not among them."""
    keys = [card.id for card in archive.snapshot.cards if not is_head(card.id)]
    for start in range(0, len(keys), _BATCH):
        yield from archive.catalogue.items(keys[start : start + _BATCH])


def _section_names(archive: Archive) -> dict[str, str]:
    """Item key and section position -> its heading as printed; the item's title if it has none."""
    names: dict[str, str] = {}
    for card in archive.snapshot.cards:
        names[f"{card.id}/-1"] = "overskrift"
        if is_head(card.id):
            names |= {f"{card.id}/{n}": "mødehoved" for n in (-1, 0)}
    for record in records(archive):
        for position, section in enumerate(record.item.sections):
            names[f"{record.id}/{position}"] = section.heading or record.item.title
    return names


def peers_of(archive: Archive, folder: Path, kept: Path | None = None) -> dict[str, Search]:
    """The neighbours over the archive's items; `folder` is for their index, and passages whose
    vectors lie in `kept` are not embedded again."""
    from eval.kept import Kept
    from eval.peers import llama_index_bm25, llama_index_quick_start, one_vector_an_item

    model = archive.embedder
    embedder = Kept(model, model.name, kept) if kept else model
    items = [
        (r.meeting.file, _punkt(r.id, r.item.number, r.item.label), text_of(r))
        for r in records(archive)
    ]
    return {
        "llama-index quick start": llama_index_quick_start(items, embedder, folder),
        "llama-index BM25Retriever": llama_index_bm25(items),
        "one vector an item": one_vector_an_item(items, embedder),
    }


def text_of(record: ItemRecord) -> str:
    return record.text[record.item.start : record.item.end]


def _punkt(key: str, number: int | None, label: str) -> Punkt:
    """An item's number as gold names it: 0 for the head, the label where it has none."""
    if is_head(key):
        return 0
    return number if number is not None else as_punkt(label)
