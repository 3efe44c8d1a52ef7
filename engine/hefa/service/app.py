"""The application: the API under /api/v1, and the pages where they are installed, over one desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

import anyio
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from hefa import __version__
from hefa.errors import HefaError
from hefa.service.api import drafts, office, opinions, reference
from hefa.service.api.acting import PREFIX, roles_of
from hefa.service.database import Database
from hefa.service.desk import Desk, open_desk
from hefa.service.errors import Invalid, ServiceError, StoreError
from hefa.service.files import Files, make_folder
from hefa.service.heads import Heads
from hefa.service.jobs import Overseer
from hefa.service.limits import HEADERS, Limits, problem_body
from hefa.service.metrics import Counted, Metrics
from hefa.service.notices import Herald
from hefa.service.queue import Queue
from hefa.service.settings import Settings

PAGES = "hefa.workbench"
ROUTERS = (drafts.router, opinions.router, reference.router, office.router, office.state_router)
_PROBLEMS = {
    "missing": "缺少",
    "extra_forbidden": "没有这个字段",
    "json_invalid": "不是 JSON",
    "string_type": "不是文字",
    "string_unicode": "有不完整的字符",
    "string_too_long": "太长",
    "string_too_short": "太短",
    "string_pattern_mismatch": "不合格式",
    "int_parsing": "不是整数",
    "int_type": "不是整数",
    "literal_error": "不在可用的值之中",
}
_REFUSED = {
    400: ("读不懂", "检查请求的格式"),
    404: ("没有这个地址", f"接口见 {PREFIX}/openapi.json"),
    405: ("这个地址不能这样用", f"接口见 {PREFIX}/openapi.json"),
}


def create_app(settings: Settings, *, desk: Desk | None = None) -> FastAPI:
    """Return the application with workers of its own, or over a ``desk`` whose jobs somebody else does."""
    overseer = herald = None
    if desk is None:
        make_folder(settings.data)
        database = Database(settings.where)
        overseer = Overseer(database, Files(settings.files), settings)
        herald = Herald(overseer.queue, settings)
        desk = open_desk(settings, database=database, ask=overseer.ask, ring=overseer.ring)
    queue = overseer.queue if overseer else Queue(desk.database, desk.files, settings, "")
    metrics = Metrics(queue.counts)
    if overseer is not None and herald is not None:
        overseer.listen(metrics.ended)
        overseer.listen(lambda _state, _seconds: herald.ring())

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        if overseer is not None and herald is not None:
            overseer.start()
            herald.start()
        yield
        if overseer is not None and herald is not None:
            await anyio.to_thread.run_sync(overseer.stop)
            await anyio.to_thread.run_sync(herald.stop)
            desk.database.close()

    app = FastAPI(
        title="合法性审查服务",
        description="送审草案，取审查意见，记审核决定。见 docs/service.md。",
        version=__version__,
        lifespan=life,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk, app.state.settings = desk, settings
    app.state.overseer, app.state.metrics = overseer, metrics
    for router in ROUTERS:
        _describe_roles(router)
        app.include_router(router)
    for path in (f"{PREFIX}/{{rest:path}}", "/health", "/metrics"):
        app.router.routes.append(Route(path, _NoRoute()))
    app.add_exception_handler(HefaError, _said)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _elsewhere)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_middleware(Counted, metrics=metrics)
    app.add_middleware(
        Limits,
        most=settings.max_bytes,
        seconds=settings.upload_seconds,
        prefix=PREFIX,
        known=desk.account_of,
    )
    app.add_middleware(Heads)
    if find_spec(PAGES) is not None:
        import_module(PAGES).mount(app, desk, settings)
    return app


class _NoRoute:
    """Refuses what no route of the API takes, before the pages are asked."""

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Say which methods there are at the address, or that there is no such address."""
        routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
        allowed = {
            method
            for route in routes
            if route.matches(scope)[0] is not Match.NONE
            for method in route.methods or ()
        }
        if allowed:
            allowed |= {"HEAD"} if "GET" in allowed else set()
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
        raise HTTPException(404)


def _describe_roles(router: APIRouter) -> None:
    """Write into the description of each route the role that it wants, as its dependencies say."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            roles = list(roles_of(route.dependant))
            route.openapi_extra = {"x-role": roles[0] if roles else "none"}


def _said(_request: Request, error: Exception) -> JSONResponse:
    """Answer with an error of the house: its own status, 503 for the store, 422 for what is given wrong."""
    if not isinstance(error, HefaError):
        raise error
    status = 503 if isinstance(error, StoreError) else getattr(error, "status", 422)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(problem_body(error), status, headers)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    """Answer to a request that does not have the form of its route: the first thing wrong."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    problem = _PROBLEMS.get(first["type"], f"值不可用（{first['type']}）")
    return _said(request, Invalid(place, problem, f"格式见 {PREFIX}/openapi.json"))


def _unforeseen(_request: Request, _error: Exception) -> JSONResponse:
    """Answer to what nobody foresaw; where it went wrong is for the log of the server alone."""
    failed = ServiceError("服务", "处理时程序出错", "请稍后再试；仍然出错，请管理员查看服务的日志")
    headers = {name.decode(): value.decode() for name, value in HEADERS}
    return JSONResponse(problem_body(failed), 500, headers)


async def _elsewhere(request: Request, error: Exception) -> Response:
    """Answer to what the framework itself refuses; pages are answered as they wish."""
    if not isinstance(error, HTTPException) or not request.url.path.startswith(PREFIX):
        return await http_exception_handler(request, error)  # type: ignore[arg-type]
    problem, remedy = _REFUSED.get(error.status_code, ("不能处理", "检查请求"))
    body = problem_body(ServiceError("请求", problem, remedy))
    return JSONResponse(body, error.status_code, error.headers)
