"""The archive for an assistant that speaks MCP, over stdin and stdout: `svarpunkt mcp`.

Needs the optional extra: pip install 'svarpunkt[mcp]'.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.types import ArchiveError
from rag.history import turns
from rag.question import understand_in
from rag.render import to_json
from rag.retrieve import retrieve
from rag.types import Filters
from web.api import decision_json, item_json
from web.live import Live
from web.register import Wanted, entries, pick

if TYPE_CHECKING:
    from mcp.server import MCPServer

MISSING = "MCP kræver en udvidelse, der ikke er installeret: pip install 'svarpunkt[mcp]'."
ABOUT = (
    "Svarer på spørgsmål om, hvad danske kommuner har behandlet og besluttet. Svarene er citeret "
    "ordret fra dagsordener og referater. En indstilling er et forslag; kun en beslutning er "
    "vedtaget. Gengiv citaterne ordret med deres kilde. Status not_found betyder, at det ikke "
    "fremgår: gæt ikke."
)
MOST = 50
"""Items or decisions in one reply at most."""


def serve(folder: Path, model: str | None = None) -> None:
    """Answer until the assistant hangs up. Raises ArchiveError without the extra or an archive."""
    live = Live(folder, model)
    live.archive()
    assistant(live).run("stdio")


def assistant(live: Live) -> MCPServer:
    """The server and its tools: search, ask, item, decisions. Raises ArchiveError without mcp."""
    try:
        from mcp.server import MCPServer
    except ImportError as error:
        raise ArchiveError(MISSING) from error
    server = MCPServer("svarpunkt", instructions=ABOUT)

    def ask(
        question: str,
        committee: str = "",
        date_from: str = "",
        date_to: str = "",
        history: list[dict[str, str]] | None = None,
    ) -> dict[str, object]:
        """Svar med ordrette citater. Datoer er ÅÅÅÅ-MM-DD; history er {role, content}."""
        filters = Filters(None, committee or None, _day(date_from), _day(date_to))
        return to_json(live.ask(question, filters, turns(history or [])))

    def search(query: str, limit: int = 10) -> list[dict[str, object]]:
        """De punkter, der ligger nærmest emnet, bedste først. `item` er nøglen til item."""
        return find(live, query, limit)

    def item(key: str) -> dict[str, object]:
        """Et punkt med alle afsnit og beslutninger."""
        archive = live.archive()
        records = archive.items([key])
        if not records:
            raise ValueError(f"Arkivet har intet punkt med nøglen {key[:80]}.")
        return item_json(records[0], archive.catalogue.meeting_items(records[0].meeting.id))

    def decisions(
        words: str = "",
        committee: str = "",
        outcome: str = "",
        case_number: str = "",
        date_from: str = "",
        date_to: str = "",
        limit: int = 20,
    ) -> dict[str, object]:
        """Beslutninger, nyeste først. outcome er f.eks. godkendt, udsat eller anbefalet."""
        wanted = Wanted(
            words,
            "",
            committee,
            outcome,
            _day(date_from),
            _day(date_to),
            case_number=case_number,
        )
        found = pick(entries(live.archive()), wanted)
        shown = [decision_json(entry) for entry in found[: max(1, min(limit, MOST))]]
        return {"total": len(found), "decisions": shown}

    for tool in (search, ask, item, decisions):
        server.add_tool(tool)
    return server


def find(live: Live, query: str, limit: int = 10) -> list[dict[str, object]]:
    """The items nearest to the query, best first, at most MOST."""
    archive = live.archive()
    question = understand_in(archive, query)
    if not question.search:
        return []
    hits = retrieve(question, archive, max(1, min(limit, MOST)))
    cards = [archive.card(hit.item_id) for hit in hits]
    return [
        {
            "item": card.id,
            "file": card.file,
            "committee": card.body,
            "date": card.date.isoformat() if card.date else None,
            "punkt": card.number if card.number is not None else (card.label or card.title),
            "title": card.title,
            "score": round(hit.score, 4),
        }
        for hit, card in zip(hits, cards, strict=True)
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(f"»{text[:40]}« er ikke en dato som 2024-03-12.") from error
