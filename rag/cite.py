"""Draft -> sentences and citations: every quote is looked up, every [n] is one that we issued.

It fails closed: a claim that does not hold is dropped, and a draft without a claim that cites
something is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.archive import Archive
from index.privacy import find_cpr
from rag.draft import Draft, shown
from rag.types import Citation, Claim, Sentence, Status

ANSWERS = (Status.ANSWERED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft when it has been checked, numbered from 1 in order of use."""

    status: Status
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)


def check(draft: Draft, archive: Archive) -> Checked:
    """The draft with only what holds; status NOT_FOUND when nothing that cites is left."""
    sources = {c.item_id: archive.source_of_item(c.item_id) for c in draft.citations}
    sound = {c.n: c for c in draft.citations if stands(c, sources[c.item_id])}
    dropped = tuple(
        f"citat [{c.n}] står ikke i {c.file} eller nævner et CPR-nummer: udeladt"
        for c in draft.citations
        if c.n not in sound
    )
    kept = [claim for claim in draft.claims if set(claim.cites) <= sound.keys()]
    used = list(dict.fromkeys(n for claim in kept for n in claim.cites))
    if not used and draft.status in ANSWERS:
        return Checked(Status.NOT_FOUND, (), (), dropped)
    number = {n: i for i, n in enumerate(used, 1)}
    citations = tuple(replace(sound[n], n=number[n]) for n in used)
    sentences = tuple(_sentence(claim, number, sound) for claim in kept)
    return Checked(draft.status, sentences, citations, dropped, draft.choices)


def stands(citation: Citation, source: str | None) -> bool:
    """Whether the quote stands in the source where the citation says, and names nobody's CPR."""
    return (
        source is not None
        and bool(citation.quote.strip())
        and source[citation.start : citation.end] == citation.quote
        and not find_cpr(citation.quote)
    )


def _sentence(claim: Claim, number: dict[int, int], sound: dict[int, Citation]) -> Sentence:
    marks = " ".join(f"[{number[n]}]" for n in claim.cites)
    if claim.quote is None:
        text = f"{claim.words} {marks}" if marks else claim.words
    else:
        text = claim.words.replace("{}", f"{shown(sound[claim.quote].quote)} {marks}", 1)
    cites = tuple(number[n] for n in claim.cites)
    return Sentence(text, cites, claim.quote is not None, claim.best)
