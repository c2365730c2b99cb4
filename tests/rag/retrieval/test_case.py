"""A case through its bodies: by number and by item, the last binding word told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from index.build import build
from index.types import ArchiveError, Outcome
from rag.retrieval.case import case_items, follow
from rag.retrieval.case_text import tell, to_json, to_text
from tests.fakes import WordEmbedder, open_with

KAJ = "Ny kaj ved pakhuset"
AGENDA = ("Godkendelse af dagsorden", "31/0001", "Godkendt.")
MEETINGS = {
    "a": (
        "Havneudvalget",
        "04-03-2031",
        [(KAJ, "31/0044", "Udvalget anbefaler indstillingen."), AGENDA],
    ),
    "b": (
        "Økonomiudvalget",
        "11-03-2031",
        [(f"{KAJ}, økonomi", "31/0044", "Godkendt."), AGENDA],
    ),
    "c": (
        "Byrådet",
        "18-03-2031",
        [
            (KAJ, "31/0044", "Ikke godkendt."),
            ("Takster for lystbåde", "31/0044", "Godkendt."),
            ("Stien i skoven", "", "Taget til efterretning."),
            ("Ny lods", "31/0200", "Godkendt."),
            AGENDA,
        ],
    ),
    "d": ("Havneudvalget", "02-04-2031", [(KAJ, "31/0044", "Godkendt."), AGENDA]),
    "e": ("Seniorrådet", "03-04-2031", [("Stien i skoven", "", "Godkendt.")]),
    "f": (
        "Havneudvalget",
        "09-05-2031",
        [
            ("Nye bænke på molen", "31/0099", "Anbefales."),
            ("Et fyr på næsset", "31/0100", "Godkendt.\n\nSagen afgøres endeligt af\n\nByrådet."),
            AGENDA,
        ],
    ),
    "g": (
        "Byrådet",
        "19-06-2031",
        [("Ny lods, status", "31/0200", "Taget til efterretning."), AGENDA],
    ),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home = tmp_path_factory.mktemp("sager")
    for name, (body, day, items) in MEETINGS.items():
        (home / f"{name}.txt").write_text(minutes(body, day, items), encoding="utf-8")
    found = open_with(WordEmbedder(), home / "arkiv")
    assert not build(found, sorted(home.glob("*.txt"))).unread
    yield found
    found.close()


def minutes(body: str, day: str, items: list[tuple[str, str, str]]) -> str:
    head = (
        f"REFERAT {body} d. {day}\n\nMødedato {day} kl. 16:00\n\nMødested Rådhuset, Aaløse Kommune"
    )
    parts = [
        f"Punkt {n}: {title}\n\n{number}\n\nResume\n\n{title} behandles af {body}.\n\n"
        f"Beslutning\n\n{decision}"
        for n, (title, number, decision) in enumerate(items, 1)
    ]
    return "\n\n".join((head, *parts)) + "\n"


def test_a_number_that_covers_two_things_gives_two_cases(archive: Archive) -> None:
    first, second = follow(archive, "31/0044")
    assert [step.body for step in first.steps] == [
        "Havneudvalget",
        "Økonomiudvalget",
        "Byrådet",
        "Havneudvalget",
    ]
    assert second.title == "Takster for lystbåde"


def test_steps_come_by_date_with_outcome_and_printed_sentence(archive: Archive) -> None:
    steps = follow(archive, "31/0044")[0].steps
    assert [step.date for step in steps] == sorted(step.date for step in steps if step.date)
    assert steps[0].outcomes == (Outcome.RECOMMENDED,)
    assert steps[0].sentence == "Udvalget anbefaler indstillingen."


def test_the_binding_word_is_the_highest_body_s_and_no_recommendation(archive: Archive) -> None:
    binding = follow(archive, "31/0044")[0].binding
    assert binding is not None
    assert (binding.body, binding.outcomes) == ("Byrådet", (Outcome.REJECTED,))


def test_a_recommendation_alone_binds_nobody(archive: Archive) -> None:
    (case,) = follow(archive, "31/0099")
    assert case.binding is None
    assert to_text(case).endswith(
        "Det gælder nu: Ingen har afgjort sagen i de møder, der er i arkivet. "
        "Sidste skridt: Havneudvalget, 9. maj 2031: anbefalet."
    )


def test_a_committee_s_yes_to_what_the_council_settles_is_a_recommendation(
    archive: Archive,
) -> None:
    (case,) = follow(archive, "31/0100")
    assert case.binding is None
    assert "godkendt og sendt videre (sagen afgøres højere oppe)" in to_text(case)


def test_an_item_without_a_number_is_followed_by_its_title(archive: Archive) -> None:
    key = next(card.id for card in archive.snapshot.cards if card.title == "Stien i skoven")
    (case,) = follow(archive, key)
    assert case.number is None
    assert [step.body for step in case.steps] == ["Byrådet", "Seniorrådet"]
    assert case.binding is not None
    assert case.binding.body == "Byrådet"


def test_a_number_may_be_written_in_other_ways(archive: Archive) -> None:
    assert follow(archive, " 31 0044 ") == follow(archive, "31/0044")


def test_what_the_archive_does_not_have_is_told(archive: Archive) -> None:
    for wanted in ("99-9999", "", "--", "fa-000000000000/0"):
        with pytest.raises(ArchiveError, match="hverken en sag eller et punkt"):
            follow(archive, wanted)


def test_the_terminal_shows_body_day_outcome_and_the_last_word(archive: Archive) -> None:
    text = to_text(follow(archive, "31/0044")[0])
    assert text.startswith(
        f"Sag 31/0044: {KAJ}\n  4. marts 2031  Havneudvalget, Punkt 1: anbefalet"
    )
    assert f"Da hed sagen: {KAJ}, økonomi" in text
    assert text.endswith(
        "Det gælder nu: Byrådet har afgjort sagen 18. marts 2031: ikke godkendt. "
        "»Ikke godkendt.«\n  (Byrådet er det højeste organ, der har afgjort den; andres "
        "anbefalinger og udsættelser afgør den ikke.)"
    )


def test_cases_that_share_a_number_are_told_apart_and_counted(archive: Archive) -> None:
    told = tell(follow(archive, "31/0044"))
    assert told.startswith("Nummeret 31/0044 står på 2 forskellige sager:")
    assert "[1 af 2] Sag 31/0044: Ny kaj" in told
    assert "[2 af 2] Sag 31/0044: Takster for lystbåde" in told


def test_points_of_every_meeting_under_one_number_are_a_list(archive: Archive) -> None:
    told = tell(follow(archive, "31/0001"))
    assert "6 punkter, der står alene:" in told
    assert "  4. marts 2031  Havneudvalget, Punkt 2: Godkendelse af dagsorden" in told
    assert "Det gælder nu" not in told


def test_a_report_that_is_noted_leaves_the_decision_that_holds(archive: Archive) -> None:
    (case,) = follow(archive, "31/0200")
    assert [step.outcomes for step in case.steps] == [(Outcome.APPROVED,), (Outcome.NOTED,)]
    assert case.binding == case.steps[0]


def test_a_case_is_the_same_by_any_of_its_items(archive: Archive) -> None:
    first = follow(archive, "31/0044")[0]
    keys = [step.item for step in first.steps]
    assert [case_items(archive, key) for key in keys] == [keys] * len(keys)
    assert [follow(archive, key) for key in keys] == [[first]] * len(keys)
    assert case_items(archive, "intet/3") == []


def test_scripts_get_the_same(archive: Archive) -> None:
    case = follow(archive, "31/0044")[0]
    told = to_json(case)
    assert told["case_number"] == "31/0044"
    assert isinstance(told["steps"], list)
    assert len(told["steps"]) == len(case.steps)
    binding = told["binding"]
    assert isinstance(binding, dict)
    assert (binding["date"], binding["outcomes"]) == ("2031-03-18", ["ikke godkendt"])


def test_every_sentence_stands_in_its_source(archive: Archive) -> None:
    for number in ("31/0044", "31/0099"):
        for case in follow(archive, number):
            for step in case.steps:
                assert step.sentence in (archive.source_of_item(step.item) or "")
