"""The portal's JSON -> a readable text and the exact structure, losing nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.formats import publication
from index.formats.publication import body_name, load, load_bytes, recognises
from index.parsing.municipalities import NAMES, from_host
from index.types import Decision, Item, Meeting, Section, SectionKind, UnreadableError

MEETING = "7c1f0a52-90ab-4cde-8f01-223344556677"
GREVE = Path(__file__).parents[4] / "shared" / "greve"

LABELS = {"", "Fremstilling", "Sagsbeskrivelse", "Resume", "Lovgrundlag", "Tidsplan"} | {
    "Økonomiske konsekvenser",
    "Øvrige konsekvenser",
    "Øvrige forhold",
    "Kommunikation",
}
"""What may stand between sections: labels that have no text of their own."""

CASE = """<div><div id='sagsfremstillingContainer'>
<div><h3>Beslutning</h3>
<span>Sagen blev tiltrådt.<br><br>Afbud: Ida Krog</span>
</div>
<h3>Fremstilling</h3>
<span class='ukendt'><h2>Resume</h2><p>Kajen ved havnen skal&nbsp;sikres.</p><p>&nbsp;</p>
<h2><b>I</b>ndstilling</h2><p><em>Direktøren indstiller,</em></p>
<ol start="2"><li>at kajen sikres</li><li>at midlerne findes i puljen</li></ol>
<h4>Sagsbeskrivelse</h4><h4>Kajen er fra 1911, og den har sat sig så meget, at flere huller er blevet for store til biler.</h4>
<p><strong>Kajens tilstand</strong></p><p>Der er målt otte steder.</p>
<table><tr><td></td><td>2031</td><td>2032</td></tr><tr><td>Anlæg<br>i alt</td><td>400</td><td>250</td></tr></table>
<h2>Økonomiske<br>konsekvenser</h2><div>Udgiften er 650.000 kr.</div><h2></h2><h2>Tidsplan</h2></span>
<h3>Sagens forløb</h3>
<span class='sagsforloeb'><u>04-03-2031 Havneudvalget</u><br>Havneudvalget anbefaler indstillingen.<br></span>
</div></div>"""


def portal_item(number: int, title: str, html: str | None, **more: object) -> dict[str, object]:
    """One item as the portal writes it."""
    return {
        "Id": f"00000000-0000-4000-8000-{number:012d}",
        "Number": str(number),
        "Sorting": number,
        "Caption": title,
        "CaseNumber": "31-0044",
        "IsOpen": False,
        "Felter": [{"Navn": "", "Html": html, "Tekst": None, "Link": more.pop("link", "")}],
        "Bilag": [],
        "ExternalAgendaItemAttendees": [],
        "ItemDecision": None,
        **more,
    }


def portal_meeting(*items: dict[str, object], **more: object) -> bytes:
    """One meeting as the portal writes it, of a council that does not exist."""
    moede = {
        "Id": "00000000-0000-0000-0000-000000000000",
        "Dato": "2031-03-19T17:30:00+01:00",
        "Sted": "Tolderens stue",
        "Navn": "Dagsorden",
        "Afsluttet": True,
        "Moededeltagere": [
            {"Name": "Per Holm", "Absent": False, "AttendanceType": 0},
            {"Name": "Ida Krog", "Absent": True, "AttendanceType": 0},
        ],
    }
    changed = more.pop("moede", {})
    assert isinstance(changed, dict)
    moede |= changed
    value = {
        "Id": MEETING,
        "Udvalg": {"Navn": "Byråd 2030-2033"},
        "Moede": moede,
        "Dagsordenpunkter": list(items),
        **more,
    }
    return json.dumps(value, ensure_ascii=False).encode()


def read(*items: dict[str, object], **more: object) -> tuple[str, Meeting]:
    document, (meeting,) = load_bytes(portal_meeting(*items, **more), "m.json", "m.json")
    return document.text, meeting


def kinds(item: Item) -> list[SectionKind]:
    return [section.kind for section in item.sections]


@pytest.fixture
def case() -> tuple[str, Item]:
    text, meeting = read(portal_item(3, "Sikring af kajen", CASE))
    return text, meeting.items[0]


def test_the_head_tells_who_met_where_and_when() -> None:
    text, meeting = read(portal_item(1, "Dagsorden", "<p>Ja.</p>"))
    head = text[meeting.head.start : meeting.head.end]
    assert head.splitlines() == [
        "Byråd 2030-2033",
        "Mødedato: onsdag den 19. marts 2031 kl. 17:30",
        "Mødested: Tolderens stue",
        "Mødedeltagere: Per Holm",
        "Fraværende: Ida Krog",
    ]
    assert (meeting.body, meeting.date, meeting.time) == ("Byråd", date(2031, 3, 19), "17:30")
    assert (meeting.participants, meeting.absent) == (("Per Holm",), ("Ida Krog",))


def test_a_time_in_utc_is_told_in_danish_time() -> None:
    _, meeting = read(moede={"Dato": "2031-07-01T22:30:00Z"})
    assert (meeting.date, meeting.time) == (date(2031, 7, 2), "00:30")


def test_the_meeting_is_the_same_on_every_run_and_bears_its_own_id() -> None:
    assert read()[1].id == "fa-7c1f0a5290ab" == read(portal_item(1, "Ny", None))[1].id


def test_the_envelope_is_opened_into_the_authors_sections(case: tuple[str, Item]) -> None:
    assert [(s.heading, s.kind) for s in case[1].sections] == [
        ("Beslutning", SectionKind.DECISION),
        ("Resume", SectionKind.SUMMARY),
        ("Indstilling", SectionKind.RECOMMENDATION),
        ("Sagsbeskrivelse", SectionKind.CASE),
        ("Økonomiske konsekvenser", SectionKind.ECONOMY),
        ("Sagens forløb", SectionKind.HISTORY),
    ]


def test_sections_stand_in_the_text_where_they_say(case: tuple[str, Item]) -> None:
    text, item = case
    parts: tuple[Section | Decision, ...] = (*item.sections, *item.decisions)
    for part in parts:
        assert text[part.start : part.end] == part.text
    assert text[item.title_start : item.title_end] == "Sikring af kajen"
    assert text[item.start : item.end].startswith("Punkt 3: Sikring af kajen\nSagsnr. 31-0044\n")


def test_lists_keep_their_numbers_and_tables_their_columns(case: tuple[str, Item]) -> None:
    recommendation, told = case[1].sections[2], case[1].sections[3]
    assert recommendation.text.splitlines()[1:] == [
        "2. at kajen sikres",
        "3. at midlerne findes i puljen",
    ]
    assert "\t2031\t2032\nAnlæg i alt\t400\t250" in told.text


def test_a_paragraph_set_as_a_heading_is_text_and_a_bold_line_a_subheading(
    case: tuple[str, Item],
) -> None:
    text, item = case
    told = item.sections[3]
    assert told.text.startswith("Kajen er fra 1911")
    assert [heading for heading, _ in told.subheadings] == ["Kajens tilstand"]
    assert text[told.subheadings[0][1] :].startswith("Kajens tilstand\n")


def test_the_councils_decision_is_its_own_and_the_committees_is_not(case: tuple[str, Item]) -> None:
    own = [decision for decision in case[1].decisions if decision.own]
    earlier = [decision for decision in case[1].decisions if not decision.own]
    assert [decision.body for decision in own] == ["Byråd"]
    assert [(one.body, one.date) for one in earlier] == [("Havneudvalget", date(2031, 3, 4))]


def test_a_supplement_brings_a_second_set_of_sections() -> None:
    html = (
        "<h3>Fremstilling</h3><span><h2>Supplerende sagsfremstilling</h2><p>Nyt er kommet til.</p>"
        "<h2>Indstilling</h2><p>at det nye tiltrædes</p><h2>Resume</h2><p>Om broen.</p>"
        "<h2>Indstilling</h2><p>at broen males</p></span>"
    )
    item = read(portal_item(1, "Broen", html))[1].items[0]
    assert kinds(item) == [
        SectionKind.CASE,
        SectionKind.RECOMMENDATION,
        SectionKind.SUMMARY,
        SectionKind.RECOMMENDATION,
    ]


@pytest.mark.parametrize("markup", ["<h2>{}</h2>", "<p><strong>{}</strong></p>"])
def test_a_supplement_is_a_section_of_its_own_however_it_is_set(markup: str) -> None:
    label = "Supplerende sagsfremstilling fra Havneudvalget"
    html = (
        "<h3>Fremstilling</h3><span><h2>Indstilling</h2><p>at broen males</p>"
        f"{markup.format(label)}<p>Malingen er steget.</p></span>"
    )
    item = read(portal_item(1, "Broen", html))[1].items[0]
    assert [(s.heading, s.kind) for s in item.sections] == [
        ("Indstilling", SectionKind.RECOMMENDATION),
        (label, SectionKind.CASE),
    ]


def test_a_bold_line_is_a_label_where_the_meeting_has_that_heading_elsewhere() -> None:
    plain = (
        "<h3>Fremstilling</h3><span><h2>Resume</h2><p>A.</p><h2>Indstilling</h2><p>at b</p></span>"
    )
    bold = "<h3>Fremstilling</h3><span><h2>Resume</h2><p>C.</p><p><b>Indstilling</b></p><p>at d</p></span>"
    items = read(portal_item(1, "Et", plain), portal_item(2, "To", bold))[1].items
    assert kinds(items[1]) == [SectionKind.SUMMARY, SectionKind.RECOMMENDATION]
    alone = read(portal_item(2, "To", bold))[1].items[0]
    assert kinds(alone) == [SectionKind.SUMMARY]
    assert alone.sections[0].subheadings[0][0] == "Indstilling"


def test_a_heading_split_over_two_elements_is_one() -> None:
    html = "<h3>Fremstilling</h3><span><h2>Økonomiske</h2><h2>konsekvenser</h2><p>Ingen.</p></span>"
    section = read(portal_item(1, "Broen", html))[1].items[0].sections[0]
    assert (section.heading, section.text) == ("Økonomiske konsekvenser", "Ingen.")


def test_a_heading_in_the_decision_opens_nothing() -> None:
    html = "<div><h3>Beslutning</h3><span><h4>Tidsplan</h4><p>Udsat til april.</p></span></div>"
    item = read(portal_item(1, "Broen", html))[1].items[0]
    assert kinds(item) == [SectionKind.DECISION]
    assert "Tidsplan" in item.sections[0].text


def test_an_authors_own_decision_heading_does_not_swallow_what_follows() -> None:
    html = (
        "<h3>Fremstilling</h3><span><h2>Beslutning</h2><p>Broen males.</p>"
        "<h2>Tidsplan</h2><p>I maj.</p></span>"
    )
    item = read(portal_item(1, "Broen", html))[1].items[0]
    assert kinds(item) == [SectionKind.DECISION, SectionKind.SCHEDULE]


def test_a_closed_item_is_told_by_its_title_and_its_text_is_the_decision() -> None:
    items = read(
        portal_item(1, "Lukket: Køb af grund", "<div><p>Købet blev godkendt.</p></div>"),
        portal_item(2, "Salg af båd", "<div><h3>Beslutning</h3><span>Godkendt.</span></div>"),
    )[1].items
    assert [item.open for item in items] == [False, True]
    assert kinds(items[0]) == [SectionKind.DECISION]


def test_a_title_that_the_text_repeats_is_no_part_of_the_decision() -> None:
    html = "<div>Ny bro<p>Broen bygges.</p><h2>Resume</h2><p>En bro.</p></div>"
    item = read(portal_item(1, "Ny bro", html))[1].items[0]
    assert [(s.kind, s.text) for s in item.sections] == [
        (SectionKind.DECISION, "Broen bygges."),
        (SectionKind.SUMMARY, "En bro."),
    ]


def test_the_portals_own_mark_counts_only_when_it_tells_items_apart() -> None:
    html = "<div><h3>Beslutning</h3><span>Godkendt.</span></div>"
    one, two = portal_item(1, "Et", html, IsOpen=True), portal_item(2, "To", html)
    assert [item.open for item in read(one, two)[1].items] == [True, False]
    assert [item.open for item in read(two)[1].items] == [True]


def test_text_that_nests_too_deep_loses_its_structure_but_not_a_word() -> None:
    html = "<div>" * 5_000 + "<b>Kajen</b>&nbsp;er &aelig;ldst" + "</div>" * 5_000
    item = read(portal_item(1, "Kajen", html))[1].items[0]
    assert item.sections[0].text == "Kajen er ældst"


def test_a_decision_that_is_not_released_closes_the_item() -> None:
    html = "<div><h3>Beslutning</h3><span>Beslutning ikke frigivet</span></div>"
    assert read(portal_item(1, "Ansættelse", html))[1].items[0].open is False


def test_unlabelled_text_of_a_coming_meeting_is_no_decision() -> None:
    item = portal_item(1, "Orientering", "<div><p>Udvalget orienteres.</p></div>")
    _, meeting = read(item, moede={"Afsluttet": False})
    assert kinds(meeting.items[0]) == [SectionKind.OTHER]
    assert meeting.kind == "dagsorden"


def test_absence_is_told_once_and_attachments_by_name() -> None:
    people = [
        {"Name": "Ida Krog", "AttendanceType": 2, "Reason": "Fraværende"},
        {"Name": "Åse Lund", "AttendanceType": 2, "Reason": "Fraværende"},
    ]
    files = [{"Navn": "Kort over kajen", "Order": 1}, {"Navn": "Notat", "Order": 0}]
    item = portal_item(3, "Kajen", CASE, ExternalAgendaItemAttendees=people, Bilag=files)
    sections = read(item)[1].items[0].sections[-2:]
    assert [(s.kind, s.text) for s in sections] == [
        (SectionKind.ABSENCE, "Åse Lund"),
        (SectionKind.ATTACHMENTS, "Notat\nKort over kajen"),
    ]


def test_an_item_links_to_its_public_page_and_names_the_municipality() -> None:
    link = "https://dagsordener.greve.dk/Vis/Pdf/bilag/1"
    _, meeting = read(portal_item(4, "Kajen", CASE, link=link))
    assert meeting.municipality == "Greve"
    assert meeting.items[0].url == (
        f"https://dagsordener.greve.dk/vis?id={MEETING}&punktid=00000000-0000-4000-8000-000000000004"
    )


def test_nothing_is_invented_where_the_file_says_nothing() -> None:
    _, meeting = read(portal_item(1, "Kajen", CASE), moede={"Dato": None, "Sted": None})
    item = meeting.items[0]
    assert (meeting.municipality, meeting.date, meeting.place) == (None, None, None)
    assert (meeting.url, item.url) == (None, None)
    assert any("dato" in warning for warning in meeting.warnings)


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("Byråd 2022-2025", "Byråd"),
        ("Havneudvalget (2018-2021)", "Havneudvalget"),
        ("Børneudvalget 18-21", "Børneudvalget"),
        ("Ældrerådet 2022", "Ældrerådet"),
        (".Spørgsmål til Byrådet", "Spørgsmål til Byrådet"),
        ("§17, stk. 4-udvalget", "§17, stk. 4-udvalget"),
        ("", "Ukendt udvalg"),
    ],
)
def test_a_committee_is_named_without_its_period(printed: str, body: str) -> None:
    assert body_name(printed) == body


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("dagsordener.greve.dk", "Greve"),
        ("dagsordener-referater.hoeje-taastrup.dk", "Høje-Taastrup"),
        ("www.koege.dk", "Køge"),
        ("dagsorden.vejenkom.dk", "Vejen"),
        ("dagsordener.vandby.dk", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_a_municipality_is_known_by_its_address(host: str, name: str | None) -> None:
    assert from_host(host) == name


def test_there_are_98_municipalities() -> None:
    assert len(set(NAMES)) == 98


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b'{"Udvalg": {"Aktuelle": []}}', "er ikke et møde"),
        (b"[1, 2]", "er ikke et møde"),
        (b'{"Dagsordenpunkter": "nej"}', "er ikke et møde"),
        (b'{"Dagsordenpunkter": [', "ikke gyldig JSON"),
        (b"\xff\xfe\x00", "ikke gyldig JSON"),
    ],
)
def test_other_json_is_turned_away_with_a_reason(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        load_bytes(data, "liste.json", "liste.json")


def test_only_meetings_are_recognised() -> None:
    assert recognises(b"\xef\xbb\xbf" + portal_meeting())
    assert not recognises(b'{"Udvalg": {}}')
    assert not recognises(b"Punkt 1")


@pytest.mark.parametrize("odd", [None, [], {}, 7, "tekst", [None, 3]])
def test_gaps_and_wrong_types_in_the_json_do_no_harm(odd: object) -> None:
    raw = {"Id": odd, "Udvalg": odd, "Moede": odd, "Dagsordenpunkter": [{"Felter": odd}, odd]}
    item = {"Number": odd, "Caption": odd, "Felter": [{"Html": odd, "Navn": odd}], "Bilag": odd}
    raw["Dagsordenpunkter"] = [raw["Dagsordenpunkter"][0], item]  # type: ignore[index]
    document, (meeting,) = load_bytes(json.dumps(raw).encode(), "x", "x.json")
    assert len(meeting.items) == 2
    assert meeting.head.text == document.text[: meeting.head.end]


def squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def holds_in_order(whole: str, part: str) -> bool:
    rest: Iterator[str] = iter(whole)
    return all(c in rest for c in part)


@pytest.mark.skipif(not GREVE.exists(), reason="the shared minutes are not here")
def test_no_character_of_a_real_portals_answers_is_lost() -> None:
    lxml_html = pytest.importorskip("lxml.html")
    items = 0
    for path in sorted((GREVE / "dagsordener").glob("*.json")):
        document, (meeting,) = load(path)
        raw = sorted(json.loads(path.read_bytes())["Dagsordenpunkter"], key=lambda i: i["Sorting"])
        assert len(raw) == len(meeting.items)
        items += len(raw)
        for item, given in zip(meeting.items, raw, strict=True):
            html = lxml_html.fromstring(given["Felter"][0]["Html"]).text_content()
            shown = squashed(document.text[item.start : item.end])
            assert holds_in_order(shown, squashed(html)), (path.name, item.label)
            assert all(squashed(one["Navn"]) in shown for one in given["Bilag"])
            labels = {section.heading for section in item.sections} | LABELS
            at = item.title_end
            for section in item.sections:
                assert document.text[section.start : section.end] == section.text
                between = document.text[at : section.start].splitlines()
                left = {" ".join(line.split()) for line in between}
                assert left <= labels | {f"Sagsnr. {item.case_number}", item.title}
                at = section.end
    assert items == 2882


@pytest.mark.skipif(not GREVE.exists(), reason="the shared minutes are not here")
def test_the_list_of_committees_is_no_meeting() -> None:
    with pytest.raises(UnreadableError, match="er ikke et møde"):
        publication.load(GREVE / "udvalgsliste.json")
