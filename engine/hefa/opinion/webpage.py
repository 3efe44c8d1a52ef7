"""A page that needs nothing else: it loads nothing, and runs and shows only its own script and style.

Its policy names both by their digests. Every word that enters the template is escaped.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template


def render_page(folder: Path, name: str, page: Mapping[str, Any], *, looks: Path | None = None) -> str:
    """Return the page of ``name.html.jinja``, ``name.css`` and ``name.js`` in ``folder``.

    ``looks`` is a style sheet of another page, which comes before its own.
    """
    from markupsafe import Markup  # noqa: PLC0415

    style, script = ((folder / f"{name}.{suffix}").read_text("utf-8") for suffix in ("css", "js"))
    style = (looks.read_text("utf-8") if looks else "") + style
    policy = (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704 - files of this package
    return _template(folder, name).render({**page, **own, "policy": policy}) + "\n"


@cache
def _template(folder: Path, name: str) -> "Template":
    """Return a template, read once a process."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html.jinja")


def _source(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
