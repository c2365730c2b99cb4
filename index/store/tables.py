"""The catalogue's tables. Texts are stored once, in `documents`; the rest are offsets into them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.engine.interfaces import DBAPIConnection

from index.faults import tell

SCHEMA = MetaData()

ABOUT = Table(
    "about", SCHEMA, Column("key", String, primary_key=True), Column("value", Text, nullable=False)
)
DOCUMENTS = Table(
    "documents",
    SCHEMA,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("stamp", String, nullable=False),
    Column("media", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("blank_pages", JSON, nullable=False),
    Column("pending", Boolean, nullable=False, index=True),
    Column("read_at", String, nullable=False),
)
UNREAD = Table(
    "unread",
    SCHEMA,
    Column("path", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("stamp", String, nullable=False),
    Column("reason", Text, nullable=False),
)
MEETINGS = Table(
    "meetings",
    SCHEMA,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), index=True),
    Column("municipality", String, index=True),
    Column("body", String, nullable=False, index=True),
    Column("date", Date, index=True),
    Column("time", String),
    Column("place", Text),
    Column("kind", String, nullable=False),
    Column("participants", JSON, nullable=False),
    Column("absent", JSON, nullable=False),
    Column("url", Text),
    Column("warnings", JSON, nullable=False),
    Column("unassigned", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("head_start", Integer, nullable=False),
    Column("head_end", Integer, nullable=False),
)
ITEMS = Table(
    "items",
    SCHEMA,
    Column("id", String, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), index=True),
    Column("position", Integer, nullable=False),
    Column("number", Integer),
    Column("label", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("case_number", String, index=True),
    Column("open", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title_start", Integer, nullable=False),
    Column("title_end", Integer, nullable=False),
    Column("url", Text),
)
SECTIONS = Table(
    "sections",
    SCHEMA,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("heading", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("subheadings", JSON, nullable=False),
)
DECISIONS = Table(
    "decisions",
    SCHEMA,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("body", Text),
    Column("date", Date),
    Column("own", Boolean, nullable=False),
    Column("outcomes", JSON, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("details", JSON, nullable=False),
)
CASES = Table(
    "cases",
    SCHEMA,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("case_id", String, nullable=False, index=True),
    Column("sketch", LargeBinary, nullable=False),
)
CHUNKS = Table(
    "chunks",
    SCHEMA,
    Column("id", String, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), index=True),
    Column("item", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("context", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
GONE = Table("gone", SCHEMA, Column("meeting_id", String, primary_key=True))


def open_engine(url: str) -> Engine:
    """The database at an SQLAlchemy address, with the tables in it.

    Whatever is read in one connection is of one moment, while others write. A database that
    cannot be read or written raises ArchiveError with a sentence.
    """
    engine = create_engine(url)
    event.listen(engine, "handle_error", tell)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    if set(SCHEMA.tables) - set(inspect(engine).get_table_names()):
        SCHEMA.create_all(for_writing(engine))
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: they wait for each other from the start."""
    return engine.execution_options(writes=True)


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    # Python's driver would begin a transaction only at the first change: what several queries
    # read could then be of different moments. `_begin_sqlite` begins every one.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
