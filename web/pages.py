"""Templates -> HTML. Everything that a template is given is escaped; nothing here is trusted."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rag.render import danish_date
from web.badges import badges

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def fill(template: str, **values: object) -> Markup:
    """The template as HTML. A variable that is not given is an error."""
    return Markup(_templates().get_template(template).render(**values))


def page(template: str, status_code: int = 200, **values: object) -> HTMLResponse:
    """A whole page of ours: no script or font from outside may load in it."""
    return HTMLResponse(fill(template, **values), status_code, HEADERS)


def link(path: str, **query: object) -> str:
    """A local address; empty values are left out."""
    kept = {key: value for key, value in query.items() if value not in (None, "", False)}
    return quote(path) + (f"?{urlencode(kept)}" if kept else "")


def danish_number(number: int) -> str:
    """A whole number as it is written in Danish: 2.704."""
    return f"{number:,}".replace(",", ".")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["danish_date"] = danish_date
    environment.filters["tal"] = danish_number
    environment.globals["link"] = link
    environment.globals["badges"] = badges
    return environment
