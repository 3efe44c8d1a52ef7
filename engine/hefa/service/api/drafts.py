"""Drafts and jobs: submitted, listed, shown, commented on, assigned."""

import datetime
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Query, Response, UploadFile
from pydantic import BaseModel, Field

from hefa.service.api.acting import PREFIX, Anyone, AtDesk, Number, Reviewer, attachment, refusals
from hefa.service.intake import PAGE
from hefa.service.records import Comment, Draft, DraftRow, DraftState, Job, Options, Submitted, Version
from hefa.service.resent import HEADER

router = APIRouter(prefix=PREFIX, tags=["草案"])
_SUBMITTING = {**refusals(404, 408, 409, 413)}
_RESENT = (
    "送审的人自己给这一次送审定的值，例如 UUID。没有收到答复而重发时用同一个值：一天之内，"
    "同一账号、同一值、内容相同的送审得到原来的编号，不会重复审查；内容不同为 422。"
)
_ACCEPTED = "答复 202 时，草案已经写入磁盘，一定会有审查意见。"
Key = Annotated[
    str | None, Header(alias=HEADER, min_length=1, max_length=200, pattern="^[!-~]*$", description=_RESENT)
]
Tracked = Annotated[str, Form(pattern="^(final|original)$")]


class TextDraft(BaseModel):
    """A draft as text; ``draft`` is the number of the draft of which it is the next version."""

    text: str = Field(min_length=1)
    filename: str = Field(default="草案.txt", max_length=1000)
    title: str = Field(default="", max_length=1000)
    draft: int | None = Field(default=None, ge=1, le=2**62)
    options: Options = Options()


class NewComment(BaseModel):
    """``fingerprint`` names the finding it is on."""

    text: str = Field(max_length=20_000)
    fingerprint: str | None = Field(default=None, max_length=16)


class Assignee(BaseModel):
    """The name of an account, or null for nobody."""

    name: str | None = Field(max_length=200)


class Due(BaseModel):
    """A day, or working days from when the draft came; both null for none."""

    day: datetime.date | None = None
    working_days: int | None = None


class DueSet(BaseModel):
    """The day that was set."""

    day: datetime.date | None


@router.post("/drafts", status_code=202, responses=_SUBMITTING, summary="送审文件", description=_ACCEPTED)
def submit_file(  # noqa: PLR0917 - FastAPI passes them by name
    account: Anyone,
    desk: AtDesk,
    file: Annotated[UploadFile, File(description="草案：docx、doc、wps、pdf、ofd、odt、rtf、html、txt、md")],
    title: Annotated[str, Form(max_length=1000)] = "",
    draft: Annotated[int | None, Form(ge=1, le=2**62)] = None,
    rank: Annotated[str | None, Form(max_length=50)] = None,
    tracked: Tracked = "final",
    callback: Annotated[str | None, Form(max_length=2000)] = None,
    key: Key = None,
) -> Submitted:
    """Accept a file: when this answers, it is on the disk and will be reviewed."""
    options = Options.model_validate({"rank": rank or None, "tracked": tracked, "callback": callback or None})
    content = file.file.read()
    return desk.submit(
        account, file.filename or "", content, draft=draft, title=title, options=options, key=key
    )


@router.post(
    "/drafts/text", status_code=202, responses=_SUBMITTING, summary="送审文本", description=_ACCEPTED
)
def submit_text(account: Anyone, desk: AtDesk, body: TextDraft, key: Key = None) -> Submitted:
    """Accept a text."""
    content = body.text.encode()
    return desk.submit(
        account, body.filename, content, draft=body.draft, title=body.title, options=body.options, key=key
    )


@router.get("/drafts", responses=refusals(), summary="列出草案")
def list_drafts(  # noqa: PLR0917 - FastAPI passes them by name
    account: Anyone,
    desk: AtDesk,
    state: DraftState | None = None,
    assignee: Annotated[str | None, Query(max_length=200)] = None,
    words: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> list[DraftRow]:
    """List drafts, the last first; ``before`` is the number of the last draft of the page before."""
    return desk.drafts(account, state=state, assignee=assignee, words=words, limit=limit, before=before)


@router.get("/drafts/{draft}", responses=refusals(404), summary="一份草案")
def show_draft(account: Anyone, desk: AtDesk, draft: Number) -> Draft:
    """Show a draft with its versions and comments."""
    return desk.draft(account, draft)


@router.post("/drafts/{draft}/comments", status_code=201, responses=refusals(404), summary="写评论")
def comment(account: Anyone, desk: AtDesk, draft: Number, body: NewComment) -> Comment:
    """Say something on a draft or a finding."""
    return desk.comment(account, draft, body.text, fingerprint=body.fingerprint)


@router.put("/drafts/{draft}/assignee", status_code=204, responses=refusals(404), summary="指定审核人员")
def assign(account: Reviewer, desk: AtDesk, draft: Number, body: Assignee) -> Response:
    """Give a draft to a reviewer."""
    desk.assign(account, draft, body.name)
    return Response(status_code=204)


@router.put("/drafts/{draft}/due", responses=refusals(404), summary="定期限")
def set_due(account: Reviewer, desk: AtDesk, draft: Number, body: Due) -> DueSet:
    """Set the day by which a draft is to be done."""
    return DueSet(day=desk.set_due(account, draft, body.day, working_days=body.working_days))


@router.get("/jobs/{job}", responses=refusals(404), summary="任务的状态")
def show_job(account: Anyone, desk: AtDesk, job: Number) -> Job:
    """Show how far the review of a version is; ``ahead`` counts the jobs before it."""
    return desk.job(account, job)


@router.get("/versions/{version}", responses=refusals(404), summary="一稿")
def show_version(account: Anyone, desk: AtDesk, version: Number) -> Version:
    """Show one version of a draft."""
    return desk.version(account, version)


@router.get(
    "/versions/{version}/file",
    responses={**refusals(404), 200: {"content": {"application/octet-stream": {}}}},
    response_class=Response,
    summary="送审的文件",
)
def show_file(account: Anyone, desk: AtDesk, version: Number) -> Response:
    """Return the file as it was submitted."""
    name, content = desk.content(account, version)
    return attachment(content, "application/octet-stream", name)
