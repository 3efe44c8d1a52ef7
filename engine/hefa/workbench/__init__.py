"""The review workbench: the service's pages for people, in a browser.

    browser ─form─► routes ─► Desk ─► store
    browser ◄─page─ templates ◄─ Review, Item, …

Pages are made on the server and work without scripts; htmx, which lies beside the templates, only puts pieces
of them in place. Nothing is loaded from elsewhere. Importing this package is cheap.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from hefa.service.desk import Desk
    from hefa.service.settings import Settings


def mount(app: "FastAPI", desk: "Desk", settings: "Settings") -> None:
    """Serve the pages over ``desk`` at the root of ``app``, for all that no route before has."""
    from hefa.workbench.site import make_site  # noqa: PLC0415

    app.mount("/", make_site(desk, settings))
