"""What stands in the minutes only as to come is no answer to what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.abstention.awaited import awaits
from rag.ask import ask
from rag.evidence import gather
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Havneudvalget d. 05-05-2031

Mødedato Mandag d. 5. maj 2031 kl. 17:00

Punkt 1: Forsøg med lukket kaj om lørdagen

Sagsfremstilling

Kajen lukkes for biler om lørdagen fra juni. Forsøget evalueres i oktober, og der skal laves en evaluering med tællinger.

Beslutning

Godkendt.

Punkt 2: Udbud af kranførsel

Sagsfremstilling

Kranførslen skal i udbud. Udbuddet om kranførslen sendes ud i august, og fire firmaer har bedt om materialet.

Beslutning

Godkendt.

Punkt 3: Udbud af isværket

Sagsfremstilling

Udbuddet af isværket er holdt. Det bedste bud kom fra Kold Kaj ApS, som får opgaven for 200.000 kr.

Beslutning

Opgaven tildeles Kold Kaj ApS.

Punkt 4: Måling af støj fra værftet

Sagsfremstilling

Støjen fra værftet er målt. Målingen viste 49 dB ved nærmeste bolig.

Beslutning

Taget til efterretning.

Punkt 5: Dialogmøde med fiskerne

Sagsfremstilling

Fiskerne kommer til dialogmøde med udvalget om tangen i bassinet.

Beslutning

Der var en drøftelse med fiskerne om tangen.

Punkt 6: Dialogmøde med roklubben

Sagsfremstilling

Roklubben kommer til dialogmøde med udvalget om bådbroen. Der er plads til at opføre en bådbro ved volden.

Beslutning

Udvalget og roklubben var enige om at flytte bådbroen.
"""


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("kaj"), MINUTES)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    "question",
    [
        "Hvad viste evalueringen af forsøget med lukket kaj om lørdagen?",
        "Hvem vandt udbuddet om kranførslen?",
        "Hvad blev udvalget og fiskerne enige om på dialogmødet om tangen?",
        "Hvilke pointer om tangen havde fiskerne med til dialogmødet?",
        "Bliver der bygget et nyt isværk?",
        "Kommer der et nyt isværk på kajen?",
    ],
)
def test_what_is_still_to_come_is_refused(quay: Archive, question: str) -> None:
    assert ask(question, quay).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "question",
    [
        "Hvem vandt udbuddet af isværket?",
        "Hvad viste målingen af støj fra værftet?",
        "Hvad blev besluttet om udbuddet af kranførslen?",
        "Hvad blev udvalget og roklubben enige om på dialogmødet om bådbroen?",
        "Hvad kom der ud af dialogmødet med fiskerne om tangen?",
        "Bliver der lavet en ny bådbro?",
    ],
)
def test_what_has_come_is_not_awaited(quay: Archive, question: str) -> None:
    understood = understand_in(quay, question)
    assert not awaits(gather(understood, retrieve(understood, quay), quay))
