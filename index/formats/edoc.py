"""eDoc: the manifest of one meeting -> the portal's records, which the same code assembles.

`Meeting` with `MeetingState`, `Committee`, `MeetingDate` and, for the open and the closed
agenda each, a `MeetingAgendaType` with `MeetingAgendaItems/MeetingAgendaItem`. Element names as
OS2Web's open-source import reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from index.formats.markup import attribute, child, children, descendants, labelled, line, when
from index.formats.publication_json import PortalField, PortalItem, PortalMeeting
from index.types import UnreadableError

_TAG = re.compile(r"<(?:p|br|div|span|h[1-6]|table|ul|ol)\b", re.IGNORECASE)


def recognises(root: etree._Element) -> bool:
    """Whether the element is a meeting of eDoc, or holds one."""
    return next(_meetings(root), None) is not None


def read(root: etree._Element, name: str) -> PortalMeeting:
    """The meeting. Raises `UnreadableError` when all of its agendas are closed to the public."""
    meeting = next(_meetings(root))
    agendas = list(descendants(meeting, "MeetingAgendaType"))
    public = [one for one in agendas if "lukket" not in line(child(one, "AgendaType")).casefold()]
    if not public:
        raise UnreadableError(f"{name} er en lukket dagsorden, og den læses ikke ind.")
    state = line(child(meeting, "MeetingState")).strip('" ')
    place = child(meeting, "MeetingLocation")
    points = [
        point
        for agenda in public
        for point in children(child(agenda, "MeetingAgendaItems"), "MeetingAgendaItem")
    ]
    return PortalMeeting(
        id=attribute(meeting, "meetingid"),
        body=line(child(meeting, "Committee")),
        name="Referat" if _is_minutes(state) else "Dagsorden",
        begins=when(line(child(meeting, "MeetingDate"))),
        place=line(place),
        note="",
        held=_is_minutes(state),
        supplement=False,
        present=(),
        absent=(),
        items=tuple(_item(point) for point in points),
        portal="",
    )


def _meetings(root: etree._Element) -> Iterator[etree._Element]:
    return (
        one for one in descendants(root, "Meeting") if child(one, "MeetingAgendaTypes") is not None
    )


def _is_minutes(state: str) -> bool:
    return state.casefold() == "referat endeligt godkendt"


def _item(point: etree._Element) -> PortalItem:
    """An item; of one that must not be published, no more than its title."""
    document = child(point, "Document")
    is_open = line(child(document, "PublishingType")).casefold() == "skal publiceres"
    full = child(point, "FullText")
    text = "" if full is None else "".join(full.itertext())
    files = children(child(document, "Attachments")) if is_open else []
    return PortalItem(
        id="",
        number=line(child(point, "AgendaItemNumber")).rstrip("."),
        title=line(child(document, "Title")),
        case_number=line(child(document, "CaseNumber")),
        said_open=is_open,
        fields=(PortalField("", _html(text), ""),) if is_open and text.strip() else (),
        attachments=tuple(name for one in files if (name := line(child(one, "Title")))),
        absent=(),
    )


def _html(text: str) -> str:
    """FullText is HTML in some exports and lines in others."""
    return text if _TAG.search(text) else labelled(text, "Beskrivelse")
