"""The application: the API under /api/v1, and the pages where they are installed, over one desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from fastapi import FastAPI

from hefa import __version__
from hefa.service.database import Database
from hefa.service.desk import Desk, open_desk
from hefa.service.files import Files
from hefa.service.jobs import Overseer
from hefa.service.settings import Settings

PAGES = "hefa.workbench"


def create_app(settings: Settings, *, desk: Desk | None = None) -> FastAPI:
    """Return the application with workers of its own, or over a ``desk`` whose jobs somebody else does."""
    overseer = None
    if desk is None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = Database(settings.where)
        overseer = Overseer(database, Files(settings.files), settings)
        desk = open_desk(settings, database=database, ask=overseer.ask, ring=overseer.ring)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        if overseer is not None:
            overseer.start()
        yield
        if overseer is not None:
            overseer.stop()
            desk.database.close()

    app = FastAPI(title="合法性审查服务", version=__version__, lifespan=life)
    app.state.desk, app.state.settings, app.state.overseer = desk, settings, overseer
    if find_spec(PAGES) is not None:
        import_module(PAGES).mount(app, desk, settings)
    return app
