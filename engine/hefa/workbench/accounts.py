"""What administrators do: accounts with their keys and roles, and the log of who did what."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from hefa.service.errors import Conflict, ServiceError
from hefa.service.keys import need
from hefa.workbench.bench import Sent, Visit, Visitor, back_to, local_time

router = APIRouter()
SECTION, LOG = "/accounts", "/log"
PAGE = 100
ACTIONS = {
    "sign-in": "登录",
    "sign-in.refused": "登录被拒绝",
    "draft.submit": "送审",
    "draft.comment": "评论",
    "draft.assign": "分派",
    "draft.due": "设定期限",
    "finding.accept": "采纳",
    "finding.reject": "不采纳",
    "finding.edit": "采纳并改写",
    "finding.withdraw": "撤回决定",
    "finding.add": "补充发现",
    "finding.remove": "删去补充的发现",
    "version.sign": "签署",
    "version.issue": "出具意见",
    "key.add": "发放密钥",
    "key.revoke": "停用密钥",
}
"""What entries of the log are called; others stand as they are."""


OBJECTS = {"account": "账户", "draft": "草案", "version": "稿件"}
"""What the things in the log are called."""


@router.get("/accounts")
def listed(visitor: Visit) -> Response:
    """List the accounts."""
    return _page(visitor)


@router.post("/accounts")
def add(visitor: Sent, name: Annotated[str, Form()] = "", role: Annotated[str, Form()] = "") -> Response:
    """Make an account, and show its key this once."""
    need(visitor.account, "administrator")
    try:
        key = visitor.desk.add_account(visitor.account, name, role)
    except ServiceError as error:
        return _page(visitor, problem=f"{error.problem}。{error.remedy}", name=name)
    return _page(visitor, key=key, name=name)


@router.post("/accounts/revoke")
def revoke(visitor: Sent, name: Annotated[str, Form()] = "") -> Response:
    """Withdraw the key of an account for good."""
    need(visitor.account, "administrator")
    if name == visitor.account.name:
        raise Conflict("账户", "不能停用自己的密钥", "由另一位管理员停用")
    visitor.desk.revoke(visitor.account, name)
    return back_to(SECTION)


@router.get("/log")
def log(visitor: Visit, before: int = 0) -> Response:
    """Show the log, the last first."""
    entries = visitor.desk.entries(visitor.account, limit=PAGE, before=before or None)
    rows = [
        {
            "at": local_time(one.at),
            "account": one.account or "",
            "action": ACTIONS.get(one.action, one.action),
            "object": _named(one.object),
            "detail": one.detail,
        }
        for one in entries
    ]
    more = entries[-1].id if len(entries) == PAGE else 0
    return visitor.page("log", LOG, rows=rows, more=more)


def _named(thing: str) -> str:
    kind, _, number = thing.partition(" ")
    return f"{OBJECTS.get(kind, kind)} {number}".rstrip()


def _page(visitor: Visitor, *, key: str = "", name: str = "", problem: str = "") -> Response:
    need(visitor.account, "administrator")
    rows = [
        {
            "account": one,
            "created": local_time(one.created),
            "revoked": one.revoked and local_time(one.revoked),
        }
        for one in visitor.desk.accounts(visitor.account)
    ]
    status = 422 if problem else 200
    return visitor.page("accounts", SECTION, status, rows=rows, key=key, name=name, problem=problem)
