"""What was decided is not hidden by what was proposed, by an earlier step or by another meeting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

HARBOUR = """REFERAT Havneudvalget d. 05-05-2031

Mødedato Mandag d. 5. maj 2031 kl. 17:00
Deltagere: Bodil Krabbe (B), Jens Laks (O)
Fraværende: Ingen. Eva Sild (L) kom kl. 17.25 og deltog fra punkt 3.

Punkt 1: Orientering fra formanden

Beslutning

Intet at berette.

Punkt 2: Garanti for Kajlaugets spuns

Indstilling

Havnechefen indstiller,
1. at Kajlauget stiller en garanti på 900.000 kr. for vedligeholdelsen af spunsen.

Beslutning

Godkendt med den ændring, at garantien nedsættes til 400.000 kr.

Punkt 3: Nyt toilet på Sandkajen

Sagsfremstilling

Toilettet på Sandkajen koster 300.000 kr. at bygge. Bådejerne på Sandkajen har bedt om det i ti år.

Indstilling

Havnechefen indstiller,
1. at toilettet anbefales bygget.

Beslutning

Anbefales. Jens Laks (O) stemte imod, da han hellere ser pengene brugt på en bro.

Punkt 4: Ny slæbebro

Sagsfremstilling

Slæbebroen koster 90.000 kr.

Beslutning

Anbefales. Imod stemte Jens Laks (O), der finder den for dyr.

Punkt 5 Lukket: Salg af kranen

Beslutning

1. Godkendt.
2. Godkendt, idet lejerne på kajen skal have besked inden sommerferien.
"""
COUNCIL = """REFERAT Byrådet d. 19-05-2031

Mødedato Mandag d. 19. maj 2031 kl. 18:00

Punkt 1: Nyt toilet på Sandkajen

Sagsfremstilling

Toilettet på Sandkajen koster 300.000 kr. at bygge. Bådejerne på Sandkajen har bedt om det i ti år.

Sagens forløb

Havneudvalget, 5. maj 2031: Anbefales. Jens Laks (O) stemte imod, da han hellere ser pengene brugt på en bro.

Beslutning

Byrådet godkendte indstillingen.

Punkt 2: Ny slæbebro

Sagsfremstilling

Slæbebroen koster 90.000 kr.

Beslutning

Imod stemte Jens Laks (O). Indstillingen blev godkendt.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    minutes = {"havn.txt": HARBOUR, "byraad.txt": COUNCIL}
    archive = archive_of(tmp_path_factory.mktemp("havn"), minutes)
    yield archive
    archive.close()


def test_a_proposal_that_was_changed_is_told_after_the_change(harbour: Archive) -> None:
    told = ask("Hvor stor en garanti skal Kajlauget stille for spunsen?", harbour).text
    assert -1 < told.find("400.000") < told.find("900.000")


def test_nothing_to_report_is_the_answer(harbour: Archive) -> None:
    told = ask("Hvad orienterede formanden om i Havneudvalget den 5. maj 2031?", harbour).text
    assert "Intet at berette" in told


def test_all_that_is_published_of_a_closed_item_is_quoted(harbour: Archive) -> None:
    answer = ask("Hvad blev besluttet om salg af kranen?", harbour)
    assert answer.status is Status.CLOSED
    assert "inden sommerferien" in answer.text


def test_who_came_late_is_told(harbour: Archive) -> None:
    told = ask("Hvem kom for sent til Havneudvalgets møde den 5. maj 2031?", harbour).text
    assert "Eva Sild" in told


def test_a_vote_that_an_earlier_body_took_is_told_as_that_body_s(harbour: Archive) -> None:
    told = ask("Hvorfor stemte Jens Laks imod toilettet på Sandkajen?", harbour).text
    assert "ingen afstemning" not in told
    assert "brugt på en bro" in told


def test_a_reason_is_looked_for_at_every_step_of_the_case(harbour: Archive) -> None:
    told = ask("Hvorfor stemte Jens Laks imod den nye slæbebro?", harbour).text
    assert "for dyr" in told


def test_the_body_that_is_named_has_the_answer(harbour: Archive) -> None:
    answer = ask("Hvad sagde byrådet til toilettet på Sandkajen?", harbour)
    assert answer.citations[0].committee == "Byrådet"
