"""SBSYS: the manifest of one agenda -> the portal's records, which the same code assembles.

`Dagsorden` with `Møde` (attributes `Udvalg`, `Mødedato`, `Mødetid`, `Mødested`) and its
`Dagsordenpunkter/Dagsordenpunkt`, whose `Indhold` has one element for every section. Element
names as OS2Web's open-source import reads them.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from index.formats.markup import (
    attribute,
    child,
    children,
    descendants,
    html_of,
    is_true,
    line,
    name_of,
    when,
)
from index.formats.publication_json import PortalField, PortalItem, PortalMeeting
from index.types import UnreadableError


def recognises(root: etree._Element) -> bool:
    """Whether the element is an agenda of SBSYS, or holds one."""
    return next(_agendas(root), None) is not None


def read(root: etree._Element, name: str) -> PortalMeeting:
    """The meeting. Raises `UnreadableError` for an agenda that is closed to the public."""
    agenda = next(_agendas(root))
    if not is_true(attribute(agenda, "Åben") or "true"):
        raise UnreadableError(f"{name} er en lukket dagsorden, og den læses ikke ind.")
    meeting = child(agenda, "Møde")
    points = children(child(agenda, "Dagsordenpunkter"), "Dagsordenpunkt")
    kind = attribute(agenda, "Dagsordentype")
    return PortalMeeting(
        id=f"{attribute(meeting, 'MødeID')}/{attribute(agenda, 'DagsordenID')}",
        body=attribute(meeting, "Udvalg"),
        name=kind,
        begins=when(attribute(meeting, "Mødedato"), attribute(meeting, "Mødetid")),
        place=attribute(meeting, "Mødested"),
        note="",
        held=kind.casefold() == "referat",
        supplement="tillæg" in kind.casefold(),
        present=(),
        absent=(),
        items=tuple(_item(point) for point in points),
        portal="",
    )


def _agendas(root: etree._Element) -> Iterator[etree._Element]:
    return (
        one for one in descendants(root, "Dagsorden") if child(one, "Dagsordenpunkter") is not None
    )


def _item(point: etree._Element) -> PortalItem:
    """An item; of one that is not open, no more than its title."""
    is_open = is_true(attribute(point, "Åbent"))
    fields = tuple(_fields(child(point, "Indhold"))) if is_open else ()
    files = children(child(point, "Bilagsliste"), "Bilag") if is_open else []
    return PortalItem(
        id="",
        number=attribute(point, "Nummer"),
        title=line(child(point, "Overskrift")),
        case_number=attribute(point, "SagsNummer") or line(child(point, "SagsNummer")),
        said_open=is_open,
        fields=fields,
        attachments=tuple(
            attribute(one, "Navn") for one in files if is_true(attribute(one, "MaaPubliceres"))
        ),
        absent=(),
    )


def _fields(content: etree._Element | None) -> list[PortalField]:
    if content is None:
        return []
    found = children(content)
    if not found:
        return [PortalField("Sagsfremstilling", html_of(content), "")]
    return [PortalField(_heading(one), html_of(one), "") for one in found]


def _heading(section: etree._Element) -> str:
    """A section's heading: its own title, else the element's name ("Økonomiske_konsekvenser")."""
    tag = etree.QName(section.tag).localname
    return attribute(section, "Overskrift") or tag.replace("_", " ").strip() or name_of(section)
