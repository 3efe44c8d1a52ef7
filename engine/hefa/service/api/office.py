"""Accounts, the log, and how the service is."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from hefa import __version__
from hefa.service.api.acting import PREFIX, Administrator, Anyone, AtDesk, Reviewer, refusals
from hefa.service.metrics import TYPE, Metrics
from hefa.service.records import Account, LogEntry

router = APIRouter(prefix=PREFIX, tags=["账号、日志"])
state_router = APIRouter(tags=["运行状况"])


class NewAccount(BaseModel):
    """A person or a program, and its role."""

    name: str = Field(min_length=1, max_length=100)
    role: Literal["submitter", "reviewer", "administrator"]


class NewKey(BaseModel):
    """A key: it is shown this once."""

    name: str
    key: str


class Health(BaseModel):
    """``trouble``: the workers, or the store, do not work now; the service goes on trying."""

    status: Literal["ok", "trouble"]
    version: str


@router.get("/accounts/me", responses=refusals(), summary="自己的账号")
def show_self(account: Anyone) -> Account:
    """Show the account of the key."""
    return account


@router.get("/accounts", responses=refusals(), summary="列出账号")
def list_accounts(account: Reviewer, desk: AtDesk) -> list[Account]:
    """List accounts, revoked ones too."""
    return desk.accounts(account)


@router.post("/accounts", status_code=201, responses=refusals(409), summary="发密钥")
def add_account(account: Administrator, desk: AtDesk, body: NewAccount) -> NewKey:
    """Make an account and return its key."""
    return NewKey(name=body.name, key=desk.add_account(account, body.name, body.role))


@router.delete("/accounts/{name}", status_code=204, responses=refusals(404), summary="停用密钥")
def revoke(
    account: Administrator, desk: AtDesk, name: Annotated[str, Path(min_length=1, max_length=100)]
) -> Response:
    """Withdraw a key."""
    desk.revoke(account, name)
    return Response(status_code=204)


@router.get("/log", responses=refusals(), summary="操作日志")
def show_log(
    account: Administrator,
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> list[LogEntry]:
    """Show who did what, the last first."""
    return desk.entries(account, limit=limit, before=before)


@state_router.get("/health", responses={503: {"model": Health}}, summary="是否正常")
def health(request: Request, response: Response, desk: AtDesk) -> Health:
    """Say whether the store answers and the workers work. Needs no key, and tells nothing else."""
    overseer = request.app.state.overseer
    _ = desk.is_empty
    trouble = overseer is not None and overseer.trouble is not None
    response.status_code = 503 if trouble else 200
    return Health(status="trouble" if trouble else "ok", version=__version__)


@state_router.get(
    "/metrics",
    responses={**refusals(), 200: {"content": {"text/plain": {}}}},
    response_class=Response,
    summary="指标（Prometheus）",
)
def metrics(_account: Anyone, request: Request) -> Response:
    """Return counters; there is nothing of a draft in them."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.text(), media_type=TYPE)
