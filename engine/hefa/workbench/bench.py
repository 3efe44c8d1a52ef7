"""What every page needs: who visits, what is kept, what is said above and below."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from hefa.opinion.wording import DISCLAIMER
from hefa.service.desk import Desk
from hefa.service.errors import NotAllowed, Unidentified
from hefa.service.keys import ROLE, Role, may
from hefa.service.naming import saved_as
from hefa.service.records import Account
from hefa.service.settings import Settings
from hefa.workbench.articles import Articles
from hefa.workbench.due import Deadlines
from hefa.workbench.pages import page
from hefa.workbench.session import COOKIE, NOBODY, Session, Sessions, holds

SEE_OTHER = 303
MENU: tuple[tuple[Role, str, str], ...] = (
    ("submitter", "/drafts", "草案"),
    ("submitter", "/drafts/new", "提交审查"),
    ("reviewer", "/archive/search", "档案检索"),
    ("reviewer", "/archive/report", "档案报告"),
    ("reviewer", "/archive/cleanup", "文件清理"),
    ("administrator", "/accounts", "账户"),
    ("administrator", "/log", "日志"),
)
"""The pages named above each page, for whom, in their order."""


class SignInNeeded(Exception):  # noqa: N818 - no error of the visitor's
    """Nobody has signed in, or the session is over; ``path`` is where the visitor wanted to go."""

    def __init__(self, path: str) -> None:
        self.path = path


@dataclass(frozen=True, slots=True)
class Bench:
    """The desk and what the pages keep beside it."""

    desk: Desk
    settings: Settings
    sessions: Sessions
    articles: Articles
    deadlines: Deadlines


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who visits, with the request."""

    request: Request
    bench: Bench
    account: Account
    session: Session

    @property
    def desk(self) -> Desk:
        """The desk."""
        return self.bench.desk

    @property
    def partial(self) -> bool:
        """Whether a piece of the page is asked for, to be put in its place."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def today(self) -> datetime.date:
        """The day where the service runs."""
        return datetime.date.today()

    def may(self, role: Role) -> bool:
        """Whether the visitor may do what the role does."""
        return may(self.account, role)

    def page(self, template: str, section: str, status: int = 200, /, **context: Any) -> Response:  # noqa: ANN401
        """Return a page; ``section`` is the entry of the menu it belongs to."""
        menu = [(path, name) for role, path, name in MENU if self.may(role)]
        shared = {"me": self.account, "csrf": self.session.token, "role_names": ROLE, "menu": menu}
        shared |= {"section": section, "said": "", "disclaimer": DISCLAIMER}
        return page(template, {**shared, **context}, status)


def bench_of(request: Request) -> Bench:
    """Return what the pages of this service share."""
    found: Bench = request.app.state.bench
    return found


def session_of(request: Request) -> Session | None:
    """Return the session of who has signed in."""
    session = bench_of(request).sessions.read(request.cookies.get(COOKIE, ""))
    return session if session and session.account != NOBODY else None


def visitor_of(request: Request) -> Visitor:
    """Return who visits; ``SignInNeeded`` where nobody has signed in."""
    bench, session = bench_of(request), session_of(request)
    try:
        if session is not None:
            return Visitor(request, bench, bench.desk.account(session.account), session)
    except Unidentified as error:
        raise SignInNeeded("/drafts") from error
    query = f"?{request.url.query}" if request.url.query else ""
    raise SignInNeeded(request.url.path + query if request.method == "GET" else "/drafts")


def sent_by(visitor: Annotated[Visitor, Depends(visitor_of)], csrf: Annotated[str, Form()] = "") -> Visitor:
    """Return who sent a form; one without the token of the session was not sent from its pages."""
    check_token(visitor.session, csrf)
    return visitor


def check_token(session: Session | None, token: str) -> None:
    """Refuse a form that does not carry the token of the session."""
    if session is None or not holds(session, token):
        raise NotAllowed("表单", "页面已经过期，或者不是从本站发出的", "返回，重新打开页面再试")


Visit = Annotated[Visitor, Depends(visitor_of)]
Sent = Annotated[Visitor, Depends(sent_by)]


def back_to(path: str) -> Response:
    """Send the browser to a page after a form."""
    return RedirectResponse(path, SEE_OTHER)


def local_time(stamp: str) -> str:
    """Return a UTC time of the store as the clock here shows it, to the minute."""
    return datetime.datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")


def attachment(content: bytes, name: str, kind: str) -> Response:
    """Return a file to be saved; its name may have any characters."""
    headers = {
        "Content-Disposition": saved_as(name),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, 200, headers, kind)
