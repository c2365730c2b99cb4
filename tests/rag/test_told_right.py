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

Punkt 3: Valg af ny næstformand i Havneudvalget

Sagsfremstilling

Kaj Tang (A) har ønsket at fratræde som næstformand på grund af nyt arbejde.

Beslutning

Inger Makrel (C) blev valgt.

Punkt 4: Leje af pakhuset

Sagsfremstilling

Lejen for en aften i pakhuset er 900 kr. Depositum for private lejere er 1.500 kr. Pakhuset har plads til 80.

Beslutning

Godkendt, dog nedsættes depositum til 1.000 kr.

Punkt 5: Pullerter på molen

Sagsfremstilling

Der er foreslået fire pullerter på molen, hver to meter høje, med lys i toppen.

Beslutning

Byrådet udsatte sagen om pullerter til september.

Punkt 6: Dispensation til skuret på Nordkajen

Indstilling

Havnechefen indstiller, at der gives afslag til skuret på Nordkajen.

Beslutning

Byrådet fulgte ikke indstillingen og meddelte dispensation til skuret.

Punkt 7: Kampagne på kajen

Indstilling

Havnechefen indstiller,
1. at rygning forbydes på kajen,
2. at der købes ti askebægre.

Beslutning

Ad 1. Udsat.
Ad 2. Godkendt.

Punkt 8: Telefoner i sejlskolen

Sagsfremstilling

Der er otte lærere og 60 elever i sejlskolen. 81 % af lærerne og 43 % af eleverne vil gerne fortsætte med at aflevere telefonen. Skabene koster 4.000 kr.

Indstilling

Havnechefen indstiller,
1. at ordningen med telefoner fortsætter.

Beslutning

Udsat, til bådejerne er hørt.

Punkt 9: Borgerforslag om flag på havnen

Indstilling

Det indstilles, at forslaget om flag ikke realitetsbehandles.

Beslutning

Indstillingen godkendt med 11 stemmer imod 2 (F).

Punkt 10: Status på svømmeprojektet Plask

Sagsfremstilling

Klubben har foreslået at forlænge svømmeprojektet Plask et år, fordi mange børn manglede kurset.

Indstilling

Havnechefen indstiller, at svømmeprojektet afsluttes nu.

Beslutning

Godkendt.

Punkt 11: Orientering fra havnechefen

Sagsfremstilling

Ventetiden på en bådplads var 14 måneder i maj og 9 måneder i juni.

Beslutning

Byrådet afslog at deltage i messen.

Punkt 12: Det grønne fyr på Vestmolen

Sagsfremstilling

Fyret på Vestmolen flyttes til museet for 90.000 kr.

Beslutning

Godkendt.
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


def test_a_change_of_the_figure_that_is_asked_for_comes_first(harbour: Archive) -> None:
    told = ask("Hvad er depositum for private lejere af pakhuset?", harbour).text
    assert -1 < told.find("1.000 kr.") < told.find("1.500 kr.")


def test_who_was_chosen_comes_first_though_the_post_stands_in_the_title(harbour: Archive) -> None:
    answer = ask("Hvem blev ny næstformand i Havneudvalget i 2031?", harbour)
    assert "Inger Makrel" in answer.text
    assert "Kaj Tang" not in answer.text[: answer.text.find("Inger Makrel")]


def test_what_is_to_be_is_not_told_as_proposed_alone(harbour: Archive) -> None:
    assert "udsatte" in ask("Hvor høje bliver pullerterne på molen?", harbour).text


def test_a_recommended_no_that_is_not_followed_is_no_no(harbour: Archive) -> None:
    told = ask("Må ejeren beholde skuret på Nordkajen?", harbour).text
    assert "ikke en indstilling om at sige nej" in told
    assert "ikke godkendt" not in told


def test_points_that_ended_differently_share_no_verb(harbour: Archive) -> None:
    told = ask("Forbød byrådet rygning på kajen?", harbour).text
    assert "godkendte noget af sagen" in told


def test_a_vote_for_not_treating_a_thing_is_no_vote_for_it(harbour: Archive) -> None:
    told = ask("Hvem stemte for borgerforslaget om flag på havnen?", harbour).text
    assert "sige nej" in told
    assert "ikke realitetsbehandles" in told


def test_what_people_think_is_told_before_what_was_decided(harbour: Archive) -> None:
    told = ask("Hvad mente eleverne om telefoner i sejlskolen?", harbour).text
    assert -1 < told.find("43 % af eleverne") < told.find("udsatte sagen")


def test_people_who_are_only_mentioned_have_said_nothing(harbour: Archive) -> None:
    told = ask("Hvad mente lejerne om lejen af pakhuset?", harbour).text
    assert told.startswith("Byrådet godkendte")


def test_a_bare_yes_to_what_a_question_presumes_is_told_with_what_it_was_a_yes_to(
    harbour: Archive,
) -> None:
    told = ask("Hvorfor sagde byrådet ja til at forlænge svømmeprojektet Plask?", harbour).text
    assert "indstiller, at svømmeprojektet afsluttes nu" in told


def test_a_no_to_one_thing_among_others_is_not_told_of_another(harbour: Archive) -> None:
    told = ask("Hvor lang var ventetiden på en bådplads i juni?", harbour).text
    assert "9 måneder" in told
    assert "nej" not in told


def test_a_bare_yes_without_a_recommendation_is_told_with_what_the_item_is_about(
    harbour: Archive,
) -> None:
    told = ask("Hvad blev besluttet om det grønne fyr på Vestmolen?", harbour).text
    assert "»Godkendt.«" in told
    assert "Fyret på Vestmolen flyttes til museet" in told
