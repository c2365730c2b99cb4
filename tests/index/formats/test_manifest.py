"""SBSYS and eDoc: a manifest tells a meeting; what is closed is not read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.formats import read_meetings
from index.formats.manifest import load_bytes
from index.read import find_files
from index.types import Meeting, Outcome, SectionKind, UnreadableError

SBSYS = """<?xml version="1.0" encoding="utf-8"?>
<Dagsorden DagsordenID="812" Åben="true" Dagsordentype="Referat">
 <Møde MødeID="90" Udvalg="Havneudvalget" UdvalgID="4" Mødedato="27. august 2031" Mødetid="16:30"
  Mødeslutdato="27. august 2031" Mødesluttid="18:00" Mødested="Pakhuset, Aaløse"/>
 <Dagsordenpunkter>
  <Dagsordenpunkt DagsordenpunktID="5" Nummer="1" Åbent="true">
   <Overskrift>Ny kaj ved pakhuset</Overskrift>
   <Indhold>
    <Sagsfremstilling>&lt;p&gt;Kajen er fra 1911.&lt;/p&gt;&lt;h2&gt;Økonomi&lt;/h2&gt;&lt;p&gt;Den koster 2 mio. kr.&lt;/p&gt;</Sagsfremstilling>
    <Indstilling><p>Havnechefen indstiller, at kajen fornyes.</p></Indstilling>
    <Beslutning>Godkendt.</Beslutning>
   </Indhold>
   <Bilagsliste>
    <Bilag BilagID="1" Navn="Kort over kajen" MaaPubliceres="true" BilagUrl="kort.pdf"/>
    <Bilag BilagID="2" Navn="Tilbud fra entreprenøren" MaaPubliceres="false" BilagUrl="pris.pdf"/>
   </Bilagsliste>
  </Dagsordenpunkt>
  <Dagsordenpunkt DagsordenpunktID="6" Nummer="2" Åbent="false">
   <Overskrift>Køb af grund</Overskrift>
   <Indhold><Beslutning>Der bydes fem millioner.</Beslutning></Indhold>
   <Bilagsliste><Bilag BilagID="3" Navn="Skøde" MaaPubliceres="true" BilagUrl="s.pdf"/></Bilagsliste>
  </Dagsordenpunkt>
 </Dagsordenpunkter>
</Dagsorden>"""

EDOC = """<?xml version="1.0" encoding="utf-8"?>
<Meeting><MeetingState>Referat endeligt godkendt</MeetingState><Committee>Byrådet</Committee>
 <MeetingDate>3. september 2031 17:00</MeetingDate>
 <MeetingAgendaTypes>
  <MeetingAgendaType><AgendaType>Åben dagsorden</AgendaType><MeetingAgendaItems>
   <MeetingAgendaItem><AgendaItemNumber>1</AgendaItemNumber>
    <FullText>Skoven vokser ud over stien.
Indstilling
Direktionen indstiller, at stien flyttes.
Beslutning
Byrådet afviste indstillingen.</FullText>
    <Document documentid="31"><Title>Stien i skoven</Title>
     <PublishingType>SKAL PUBLICERES</PublishingType>
     <Attachments><Attachment attachmentid="8"><Title>Kort over stien</Title>
      <PDFDocument>k.pdf</PDFDocument></Attachment></Attachments>
    </Document></MeetingAgendaItem>
   <MeetingAgendaItem><AgendaItemNumber>2</AgendaItemNumber><FullText>Hr. Ravn er syg.</FullText>
    <Document documentid="32"><Title>Personalesag</Title>
     <PublishingType>MÅ IKKE PUBLICERES</PublishingType></Document></MeetingAgendaItem>
  </MeetingAgendaItems></MeetingAgendaType>
  <MeetingAgendaType><AgendaType>Lukket dagsorden</AgendaType><MeetingAgendaItems>
   <MeetingAgendaItem><AgendaItemNumber>3</AgendaItemNumber><FullText>Prisen er ti.</FullText>
    <Document documentid="33"><Title>Salg af mark</Title>
     <PublishingType>SKAL PUBLICERES</PublishingType></Document></MeetingAgendaItem>
  </MeetingAgendaItems></MeetingAgendaType>
 </MeetingAgendaTypes></Meeting>"""


def read(xml: str) -> tuple[str, Meeting]:
    document, (meeting,) = load_bytes(xml.encode(), "/mappe/moede.xml", "moede.xml")
    for item in meeting.items:
        for section in item.sections:
            assert document.text[section.start : section.end] == section.text
        for decision in item.decisions:
            assert document.text[decision.start : decision.end] == decision.text
    return document.text, meeting


def test_sbsys_tells_the_meeting() -> None:
    _, meeting = read(SBSYS)
    told = (meeting.body, meeting.date, meeting.time, meeting.place, meeting.kind)
    assert told == ("Havneudvalget", date(2031, 8, 27), "16:30", "Pakhuset, Aaløse", "referat")


def test_sbsys_sections_are_known_by_their_elements_and_the_headings_inside() -> None:
    _, meeting = read(SBSYS)
    item = meeting.items[0]
    assert (item.number, item.title, item.open) == (1, "Ny kaj ved pakhuset", True)
    assert [(one.kind, one.text) for one in item.sections] == [
        (SectionKind.CASE, "Kajen er fra 1911."),
        (SectionKind.ECONOMY, "Den koster 2 mio. kr."),
        (SectionKind.RECOMMENDATION, "Havnechefen indstiller, at kajen fornyes."),
        (SectionKind.DECISION, "Godkendt."),
        (SectionKind.ATTACHMENTS, "Kort over kajen"),
    ]
    assert item.decisions[0].outcomes == (Outcome.APPROVED,)


def test_of_a_closed_item_no_more_than_its_title_is_read() -> None:
    text, meeting = read(SBSYS)
    assert (meeting.items[1].title, meeting.items[1].open) == ("Køb af grund", False)
    assert meeting.items[1].sections == ()
    for hidden in ("fem millioner", "Skøde", "entreprenøren"):
        assert hidden not in text


def test_edoc_tells_the_meeting_and_finds_labels_in_its_lines() -> None:
    _, meeting = read(EDOC)
    told = (meeting.body, meeting.date, meeting.time, meeting.kind)
    assert told == ("Byrådet", date(2031, 9, 3), "17:00", "referat")
    item = meeting.items[0]
    assert [one.kind for one in item.sections] == [
        SectionKind.CASE,
        SectionKind.RECOMMENDATION,
        SectionKind.DECISION,
        SectionKind.ATTACHMENTS,
    ]
    assert item.decisions[0].outcomes == (Outcome.REJECTED,)


def test_edoc_keeps_back_what_must_not_be_published() -> None:
    text, meeting = read(EDOC)
    assert [item.title for item in meeting.items] == ["Stien i skoven", "Personalesag"]
    assert [item.open for item in meeting.items] == [True, False]
    for hidden in ("Ravn", "Salg af mark", "Prisen er ti"):
        assert hidden not in text


def test_edoc_may_hold_html_and_a_namespace() -> None:
    html = "&lt;h2&gt;Beslutning&lt;/h2&gt;&lt;p&gt;Godkendt.&lt;/p&gt;"
    start, end = EDOC.index("<FullText>Skoven"), EDOC.index("</FullText>")
    xml = EDOC[:start] + f"<FullText>{html}" + EDOC[end:]
    _, meeting = read(xml.replace("<Meeting>", '<Meeting xmlns="urn:edoc">'))
    assert meeting.items[0].decisions[0].outcomes == (Outcome.APPROVED,)


@pytest.mark.parametrize(
    "xml",
    [
        SBSYS.replace('DagsordenID="812" Åben="true"', 'DagsordenID="812" Åben="false"'),
        EDOC.replace("Åben dagsorden", "Lukket dagsorden"),
    ],
)
def test_a_closed_agenda_is_refused(xml: str) -> None:
    with pytest.raises(UnreadableError, match="lukket dagsorden"):
        read(xml)


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        ("<urlset><url>x</url></urlset>", "hverken en dagsorden fra SBSYS eller fra eDoc"),
        (SBSYS[:900], "ikke gyldig XML"),
        ("", "ikke gyldig XML"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Meeting>&a;</Meeting>', "DTD"),
    ],
)
def test_other_xml_is_told(xml: str, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        read(xml)


def test_the_identity_stays_when_the_minutes_are_corrected() -> None:
    _, first = read(SBSYS)
    _, later = read(SBSYS.replace("Godkendt.", "Udsat."))
    _, other = read(SBSYS.replace('DagsordenID="812"', 'DagsordenID="813"'))
    assert first.id == later.id != other.id


def test_what_lies_beside_a_manifest_is_not_read_besides(tmp_path: Path) -> None:
    home = tmp_path / "moede-90"
    (home / "Bilag").mkdir(parents=True)
    (home / "Manifest.xml").write_text(SBSYS, encoding="utf-8")
    (home / "Dagsorden.html").write_text("<h1>Det samme</h1>")
    (home / "Bilag" / "kort.pdf").write_bytes(b"%PDF-1.4")
    (home / "Bilag" / "pris.xlsx").write_bytes(b"PK")
    (tmp_path / "andet.html").write_text("<h1>Noget andet</h1>")
    files, refused = find_files([tmp_path])
    assert [path.name for path in files] == ["andet.html", "Manifest.xml"]
    assert refused == []
    _, (meeting,) = read_meetings(home / "Manifest.xml")
    assert meeting.body == "Havneudvalget"
