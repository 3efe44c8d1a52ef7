"""The pages joined to one application, and what it answers when something is refused."""

from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from hefa.errors import HefaError
from hefa.opinion.wording import DISCLAIMER
from hefa.service.desk import Desk
from hefa.service.errors import ServiceError, StoreError
from hefa.service.settings import Settings
from hefa.workbench import accounts, archive, drafts, entry, review, versions
from hefa.workbench.articles import Articles
from hefa.workbench.bench import Bench, SignInNeeded, back_to
from hefa.workbench.due import Deadlines
from hefa.workbench.pages import HERE, STATIC, page
from hefa.workbench.session import Sessions

HEADINGS = {
    403: "不能这样做",
    404: "没有找到",
    409: "现在不能这样做",
    413: "文件太大",
    422: "填写有误",
    503: "服务暂时做不到",
}


class Assets(StaticFiles):
    """Files that a browser keeps, and asks after each time whether they are still the same."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - as of the base
        """Return a file."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def make_site(desk: Desk, settings: Settings) -> FastAPI:
    """Return the application of the pages."""
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    articles = Articles(settings.statutes)
    site.state.bench = Bench(desk, settings, Sessions(desk.secret), articles, Deadlines())
    site.mount(STATIC, Assets(directory=HERE / "static"))
    for part in (entry, drafts, versions, review, archive, accounts):
        site.include_router(part.router)
    site.add_exception_handler(SignInNeeded, _to_sign_in)
    site.add_exception_handler(HefaError, _refused)
    site.add_exception_handler(RequestValidationError, _malformed)
    site.add_exception_handler(HTTPException, _plain)
    site.add_exception_handler(Exception, _unforeseen)
    return site


def _to_sign_in(request: Request, error: Exception) -> Response:
    """Lead to sign-in. A link from another site brings no strict cookie: have the browser ask once more."""
    wanted = getattr(error, "path", "/")
    address = f"/sign-in?next={quote(wanted, safe='')}"
    if request.headers.get("hx-request") == "true":
        return Response(headers={"HX-Redirect": address})
    if request.headers.get("sec-fetch-site") == "cross-site":
        return page("again", {"path": wanted})
    return back_to(address)


def _refused(request: Request, error: Exception) -> Response:
    status = (
        error.status if isinstance(error, ServiceError) else 503 if isinstance(error, StoreError) else 422
    )
    said = f"{error.problem}。{error.remedy}。" if isinstance(error, HefaError) else ""
    return _problem(request, said, status)


def _malformed(request: Request, _error: Exception) -> Response:
    return _problem(request, "地址或者表单不完整。请从页面上的链接进入。", 422)


def _plain(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _problem(request, "没有这个页面。" if status == 404 else "这个地址不能这样使用。", status)


def _unforeseen(request: Request, _error: Exception) -> Response:
    return _problem(request, "处理时程序出错。请稍后再试；仍然出错，请管理员查看服务的日志。", 500)


def _problem(request: Request, said: str, status: int) -> Response:
    if request.headers.get("hx-request") == "true":
        piece = page("refusal", {"problem": said}, status)
        piece.headers.update({"HX-Retarget": "#said", "HX-Reswap": "innerHTML"})
        return piece
    context = {"me": None, "said": "", "disclaimer": DISCLAIMER, "problem": said, "back": "/drafts"}
    return page("error", {**context, "heading": HEADINGS.get(status, "没有做成")}, status)
