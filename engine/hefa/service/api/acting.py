"""Who acts in a request, by its key, and what role a route wants; and what routes answer when they refuse."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Path, Request, Response, Security
from fastapi.dependencies.models import Dependant
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from hefa.service.desk import Desk
from hefa.service.errors import Unidentified
from hefa.service.keys import Role, need
from hefa.service.naming import saved_as
from hefa.service.records import Account

PREFIX = "/api/v1"
_bearer = HTTPBearer(auto_error=False, description="hefa serve key add 得到的密钥")
Number = Annotated[int, Path(ge=1, le=2**62)]


class Problem(BaseModel):
    """Why a request was refused: ``detail`` is the whole in one line."""

    code: str
    detail: str
    where: str
    problem: str
    remedy: str


class Acts:
    """A dependency that gives the account of the key, if it has the role."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(
        self,
        request: Request,
        key: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    ) -> Account:
        """Return the account that acts."""
        if key is None:
            raise Unidentified("请求", "没有密钥", "加上请求头 Authorization: Bearer 密钥")
        account = desk_of(request).account_of(key.credentials)
        need(account, self.role)
        return account


def desk_of(request: Request) -> Desk:
    """Return the desk of the application."""
    desk: Desk = request.app.state.desk
    return desk


Anyone = Annotated[Account, Depends(Acts("submitter"))]
Reviewer = Annotated[Account, Depends(Acts("reviewer"))]
Administrator = Annotated[Account, Depends(Acts("administrator"))]
AtDesk = Annotated[Desk, Depends(desk_of)]


def roles_of(dependant: Dependant) -> Iterator[Role]:
    """Yield the roles that a route wants."""
    for part in dependant.dependencies:
        if isinstance(part.call, Acts):
            yield part.call.role
        yield from roles_of(part)


def refusals(*more: int) -> dict[int | str, dict[str, Any]]:
    """Return the answers of a route that refuses, for its description."""
    words = {
        401: "没有密钥，或者密钥不可用",
        403: "角色不能这样做",
        404: "没有，或者看不到",
        408: "上传太慢",
        409: "状态不允许",
        413: "太大",
        422: "值不可用",
        503: "来不及做，或者正在停止",
    }
    return {code: {"model": Problem, "description": words[code]} for code in (401, 403, 422, *more)}


def attachment(content: bytes, kind: str, filename: str) -> Response:
    """Return bytes to be saved under a name, whatever stands in it."""
    return Response(content, media_type=kind, headers={"Content-Disposition": saved_as(filename)})
