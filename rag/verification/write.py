"""An extracted answer and its sources -> the same said by a language model, when it holds.

The model is asked only when the extracted answer answers: it never decides whether there is an
answer. What it writes is checked by rag/verification/verify.py; when too little is left, or
nothing came, the extracted answer stands and says so.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from index.types import Outcome
from prompts import render
from rag.model import Model, ModelError
from rag.render import danish_date, the_body
from rag.selection.values import SIGNS, holds
from rag.types import Answer, Intent, Sentence, Status
from rag.verification.sources import Source
from rag.verification.verify import Verdict, verify
from rag.wash import mask_cpr, wash

WORDS = 95
"""Words of an answer at most."""
SENTENCES = 5
ACTS = (Intent.DECISION, Intent.STATUS, Intent.VOTE, Intent.YES_NO)
QUESTION = 400
"""Characters of the question that are sent."""


def rewrite(
    answer: Answer,
    sources: Sequence[Source],
    model: Model,
    stop: threading.Event | None = None,
) -> Answer:
    """The answer in the model's words, or as it was with a note that says why."""
    if answer.status is not Status.ANSWERED or not sources:
        return answer
    try:
        text = model.write(render("ask.system"), prompt(answer, sources), stop)
    except ModelError as error:
        return fallback(answer, model.name, error.why, (f"Sprogmodel: {error}",))
    verdicts = verify(text, sources)
    trace = tuple(_told(verdict) for verdict in verdicts)
    kept = _short([verdict for verdict in verdicts if not verdict.fault])
    if not stands(answer, verdicts, kept, sources):
        return fallback(answer, model.name, "unchecked", trace)
    return _written(answer, kept, sources, model.name, trace)


def prompt(answer: Answer, sources: Sequence[Source]) -> str:
    """What the model is asked: the sources as quoted data, and the question without CPR numbers."""
    asked = mask_cpr(wash(answer.question))[0][:QUESTION]
    lines = [_shown(source) for source in sources]
    return render("ask.user", sources="\n".join(lines), question=asked)


def _shown(source: Source) -> str:
    citation = source.citation
    text = " | ".join(part.strip() for part in source.text.split("\t"))
    if source.head:
        text = f"{' | '.join(source.head.split())}: {text}"
    return render(
        "ask.source",
        n=str(source.n),
        kind=_kind(source),
        body=the_body(source.body),
        date=danish_date(source.day),
        title=" ".join(citation.title.split()),
        text=" ".join(text.split()).replace('"', "'"),
    )


def _kind(source: Source) -> str:
    if source.refused:
        return render("ask.refused")
    if source.decided:
        named = [o.value for o in source.outcomes if o is not Outcome.NONE]
        return render("ask.decided", outcome=", ".join(named) or "uden udfald")
    return str(source.citation.heading.strip(": ").casefold() or source.citation.section)


def stands(
    answer: Answer,
    verdicts: Sequence[Verdict],
    kept: Sequence[Verdict],
    sources: Sequence[Source],
) -> bool:
    """Whether what is left still answers: half of it, and what the extracted answer told.

    A question about an act needs the decision (or, when that was asked, the recommendation); one
    about an amount, a day or a name needs one.
    """
    if not kept or 2 * len(kept) < len(verdicts) or answer.understood is None:
        return False
    question, issued = answer.understood, {source.n: source for source in sources}
    cited = [issued[n] for verdict in kept for n in verdict.cites]
    told = sources[: len(answer.citations)]
    decided = any(s.decided for s in told) and question.intent in ACTS
    if decided and not any(s.decided for s in cited):
        return False
    if question.intent is Intent.RECOMMENDATION and any(s.proposed for s in told):
        return any(s.proposed for s in cited)
    text = " ".join(verdict.text for verdict in kept)
    quotes = " ".join(citation.quote for citation in answer.citations)
    wanted = [intent for intent in question.intents[:2] if intent in SIGNS and intent not in ACTS]
    return all(
        holds(intent, text, question.search)
        for intent in wanted
        if holds(intent, quotes, question.search)
    )


def fallback(answer: Answer, name: str, why: str, trace: Sequence[str] = ()) -> Answer:
    """The extracted answer, saying that the model did not write it and why."""
    said = render(f"model.{why}")
    return replace(
        answer,
        engine=f"extractive ({name}: {why})",
        note=render("model.fallback", model=name, why=said),
        trace=(*answer.trace, *trace, f"Sprogmodel {name}: {said}; svaret er uddraget"),
    )


def _written(
    answer: Answer,
    kept: Sequence[Verdict],
    sources: Sequence[Source],
    name: str,
    trace: Sequence[str],
) -> Answer:
    """The answer with the kept sentences, numbered anew in order of use."""
    issued = {source.n: source.citation for source in sources}
    number: dict[int, int] = {}
    for n in (n for verdict in kept for n in verdict.cites):
        number.setdefault(n, len(number) + 1)
    ours = [s for s in answer.sentences if not s.cites and not s.quoted]
    sentences = [*ours, *(_sentence(verdict, number) for verdict in kept)]
    return replace(
        answer,
        text=" ".join(sentence.text for sentence in sentences),
        sentences=tuple(sentences),
        citations=tuple(replace(issued[n], n=new) for n, new in number.items()),
        engine=name,
        note=render("model.wrote", model=name),
        trace=(*answer.trace, *trace),
    )


def _sentence(verdict: Verdict, number: dict[int, int]) -> Sentence:
    cites = tuple(number[n] for n in verdict.cites)
    marks = " ".join(f"[{n}]" for n in cites)
    return Sentence(f"{verdict.text} {marks}", cites)


def _short(kept: Sequence[Verdict]) -> list[Verdict]:
    """The first sentences that fit; one that says what was said already is left out."""
    chosen: list[Verdict] = []
    words = 0
    for verdict in kept:
        words += len(verdict.text.split())
        if len(chosen) >= SENTENCES or (words > WORDS and chosen):
            break
        if verdict.text.casefold() not in {one.text.casefold() for one in chosen}:
            chosen.append(verdict)
    return chosen


def _told(verdict: Verdict) -> str:
    said = f"udeladt ({verdict.fault})" if verdict.fault else "beholdt"
    return f"Sprogmodel: {said}: {verdict.text[:160]}"
