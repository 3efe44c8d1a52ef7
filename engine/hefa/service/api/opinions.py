"""Opinions in all forms, what is decided on them, signatures, and the letter that is issued."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from hefa.model.comparison import Comparison
from hefa.model.opinion import Opinion
from hefa.opinion import render_json
from hefa.service.api.acting import PREFIX, Anyone, AtDesk, Number, Reviewer, attachment, refusals
from hefa.service.records import Addition, Decided, Issued, NewFinding, Signature

router = APIRouter(prefix=PREFIX, tags=["审查意见"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STYLED = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'"
"""The page itself says which script and style are its own, by their hashes; both policies hold."""
_READY = refusals(404, 409)
_LETTER = {**_READY, 200: {"content": {DOCX: {}}}}


class NewDecision(BaseModel):
    """A decision on the finding of a fingerprint; ``message`` and ``suggestion`` word an edit."""

    fingerprint: str = Field(max_length=16)
    verdict: Literal["accept", "reject", "edit", "withdraw"]
    reason: str = Field(default="", max_length=20_000)
    message: str | None = Field(default=None, max_length=20_000)
    suggestion: str | None = Field(default=None, max_length=20_000)


class Note(BaseModel):
    """What is said with a signature."""

    note: str = Field(default="", max_length=20_000)


@router.get(
    "/versions/{version}/opinion",
    response_model=Opinion,
    responses={
        **_READY,
        200: {"model": Opinion, "content": {"text/html": {}, DOCX: {}, XLSX: {}}, "description": "审查意见"},
    },
    summary="审查意见",
)
def show_opinion(
    account: Anyone,
    desk: AtDesk,
    version: Number,
    form: Annotated[Literal["json", "html", "docx", "xlsx"], Query(alias="format")] = "json",
    decided: bool = True,
) -> Response:
    """Return the opinion as it stands; as JSON also as reviewed, with ``decided=false``."""
    if form == "html":
        page = desk.page(account, version)
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": _STYLED})
    if form == "docx":
        return attachment(desk.letter(account, version), DOCX, f"审查意见书-{version}.docx")
    if form == "xlsx":
        return attachment(desk.sheet(account, version), XLSX, f"审查台账-{version}.xlsx")
    opinion = (desk.decided if decided else desk.opinion)(account, version)
    return Response(render_json(opinion, lines=True), media_type="application/json")


@router.get(
    "/versions/{version}/annotated",
    responses={**refusals(404, 409, 503), 200: {"content": {"application/octet-stream": {}}}},
    response_class=Response,
    summary="批注版草案",
)
def show_annotated(account: Anyone, desk: AtDesk, version: Number, suggest: bool = False) -> Response:
    """Return the Word file or PDF with its findings marked; ``suggest`` adds tracked changes."""
    name, data, _ = desk.annotated(account, version, suggest=suggest)
    return attachment(data, "application/octet-stream", name)


@router.get(
    "/versions/{version}/text",
    responses={**_READY, 200: {"content": {"text/plain": {}}}},
    response_class=Response,
    summary="审查的文本",
)
def show_text(account: Anyone, desk: AtDesk, version: Number) -> Response:
    """Return the text in which the places of findings count, in code points."""
    return Response(desk.text(account, version).encode(), media_type="text/plain; charset=utf-8")


@router.get(
    "/versions/{old}/compare/{new}",
    response_model=Comparison,
    responses={
        **refusals(404, 409, 503),
        200: {"model": Comparison, "content": {"text/html": {}}, "description": "比较"},
    },
    summary="比较两稿",
)
def compare(
    account: Anyone,
    desk: AtDesk,
    old: Number,
    new: Number,
    form: Annotated[Literal["json", "html"], Query(alias="format")] = "json",
) -> Response:
    """Compare two versions clause by clause, with what became of findings."""
    said = desk.compare(account, old, new, form)
    if form == "json":
        return Response(said, media_type="application/json")
    return Response(said, media_type="text/html", headers={"Content-Security-Policy": _STYLED})


@router.get("/versions/{version}/decisions", responses=refusals(404), summary="全部决定")
def list_decisions(account: Anyone, desk: AtDesk, version: Number) -> list[Decided]:
    """List what was decided, in order; the last on a fingerprint holds."""
    return desk.decisions(account, version)


@router.post("/versions/{version}/decisions", status_code=201, responses=_READY, summary="作决定")
def decide(account: Reviewer, desk: AtDesk, version: Number, body: NewDecision) -> Decided:
    """Decide on a finding."""
    return desk.decide(
        account,
        version,
        body.fingerprint,
        body.verdict,
        body.reason,
        message=body.message,
        suggestion=body.suggestion,
    )


@router.get("/versions/{version}/additions", responses=refusals(404), summary="补充的发现")
def list_additions(account: Anyone, desk: AtDesk, version: Number) -> list[Addition]:
    """List the officers' own findings."""
    return desk.additions(account, version)


@router.post("/versions/{version}/additions", status_code=201, responses=_READY, summary="补充发现")
def add_finding(account: Reviewer, desk: AtDesk, version: Number, body: NewFinding) -> Addition:
    """Add a finding on words of the text."""
    return desk.add_finding(account, version, body)


@router.delete(
    "/additions/{addition}", status_code=204, responses=refusals(404, 409), summary="删去补充的发现"
)
def remove_finding(account: Reviewer, desk: AtDesk, addition: Number) -> Response:
    """Take an own finding back."""
    desk.remove_finding(account, addition)
    return Response(status_code=204)


@router.get("/versions/{version}/signatures", responses=_READY, summary="全部签署")
def list_signatures(account: Anyone, desk: AtDesk, version: Number) -> list[Signature]:
    """List the signatures; those on what was decided otherwise since do not hold."""
    return desk.signatures(account, version)


@router.post("/versions/{version}/signatures", status_code=201, responses=_READY, summary="签署")
def sign(account: Reviewer, desk: AtDesk, version: Number, body: Note) -> Signature:
    """Sign the opinion as it stands."""
    return desk.sign(account, version, body.note)


@router.post(
    "/versions/{version}/issue",
    responses=_LETTER,
    response_class=Response,
    summary="出具审查意见书",
)
def issue(account: Reviewer, desk: AtDesk, version: Number) -> Response:
    """Issue the opinion and return the letter."""
    return attachment(desk.issue(account, version), DOCX, f"审查意见书-{version}.docx")


@router.get("/versions/{version}/issued", responses=refusals(404), summary="何时由谁出具")
def show_issued(account: Anyone, desk: AtDesk, version: Number) -> Issued | None:
    """Show who issued the opinion, and when; null where it is not issued."""
    return desk.issued(account, version)
