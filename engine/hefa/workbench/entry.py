"""Signing in with a key, and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from hefa.opinion.wording import DISCLAIMER
from hefa.service.errors import ServiceError
from hefa.workbench.bench import back_to, bench_of, check_token, sent_by, session_of
from hefa.workbench.pages import page
from hefa.workbench.session import COOKIE, ENTRY, LASTS, NOBODY

router = APIRouter()
HOME = "/drafts"


@router.get("/")
def home() -> Response:
    """Lead to the drafts."""
    return back_to(HOME)


@router.get("/sign-in")
def ask(request: Request, next: str = HOME) -> Response:  # noqa: A002 - the name in the address
    """Ask for the key."""
    session = session_of(request)
    if session is not None:
        return back_to(_inside(next))
    return _form(request, next)


@router.post("/sign-in")
def sign_in(
    request: Request,
    key: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # noqa: A002
) -> Response:
    """Open a session for the account of the key."""
    bench = bench_of(request)
    check_token(bench.sessions.read(request.cookies.get(ENTRY, "")), csrf)
    try:
        account = bench.desk.account_of(key.strip())
    except ServiceError:
        bench.desk.log(None, "sign-in.refused", "", "")
        return _form(request, next, "密钥不对，或者已经停用。", status=401)
    bench.desk.log(account, "sign-in", f"account {account.id}", "")
    return _with_cookie(request, back_to(_inside(next)), COOKIE, bench.sessions.open(account.id))


@router.post("/sign-out", dependencies=[Depends(sent_by)])
def sign_out() -> Response:
    """Forget the session."""
    response = back_to("/sign-in")
    response.delete_cookie(COOKIE, path="/")
    return response


def _form(request: Request, wanted: str, problem: str = "", status: int = 200) -> Response:
    bench = bench_of(request)
    cookie = bench.sessions.open(NOBODY)
    session = bench.sessions.read(cookie)
    token = session.token if session else ""
    context = {"me": None, "said": "", "disclaimer": DISCLAIMER, "csrf": token}
    answer = page("sign-in", {**context, "next": _inside(wanted), "problem": problem}, status)
    return _with_cookie(request, answer, ENTRY, cookie)


def _with_cookie(request: Request, response: Response, name: str, cookie: str) -> Response:
    secure = request.url.scheme == "https"
    response.set_cookie(name, cookie, LASTS, path="/", httponly=True, samesite="strict", secure=secure)
    return response


def _inside(path: str) -> str:
    """Return a path of this service; any other address becomes the first page."""
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else HOME
