"""The list of drafts, and how a draft or its next version comes in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from hefa.opinion.wording import RANKS, one_line, tally
from hefa.service.errors import Invalid
from hefa.service.records import JOB, STATE, DraftRow, Options
from hefa.workbench.bench import Sent, Visit, Visitor, back_to, local_time
from hefa.workbench.due import Due

router = APIRouter()
SECTION, NEW = "/drafts", "/drafts/new"
MOST = 200
"""Drafts of one list."""
FORMATS = (
    "Word（docx、doc）、WPS（wps）、PDF、OFD、RTF、ODT、网页（html、mht）、纯文本（txt、md），"
    "以及装有一件草案的 zip"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list, times as the clock here shows them; ``unreadable`` is why, where it was."""

    id: int
    title: str
    state: str
    number: int
    job_state: str
    unreadable: str
    assignee: str | None
    due: Due | None
    created_by: str
    created: str
    tally: str
    undecided: int | None


@router.get("/drafts")
def listed(
    visitor: Visit, *, words: str = "", state: str = "", assignee: str = "", due: str = "", before: int = 0
) -> Response:
    """List the drafts that the visitor may see, the last first."""
    filters = {"words": words, "state": state, "assignee": assignee, "due": due}
    found = visitor.desk.drafts(
        visitor.account,
        state=state or None,
        assignee=assignee or None,
        words=words.strip(),
        limit=MOST,
        before=before or None,
    )
    rows = [
        row for row in (_row(visitor, one) for one in found) if due != "late" or (row.due and row.due.late)
    ]
    more = found[-1].id if len(found) == MOST else 0
    context = {"rows": rows, "filters": filters, "people": people(visitor), "more": more}
    return visitor.page("drafts", SECTION, state_names=STATE, job_names=JOB, **context)


@router.get("/drafts/new")
def ask(visitor: Visit) -> Response:
    """Ask for a draft."""
    return _form(visitor, None)


@router.post("/drafts/new")
def submit(
    visitor: Sent,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    rank: Annotated[str, Form()] = "",
) -> Response:
    """Take a draft in."""
    return _taken(visitor, None, file, text=text, name=name, rank=rank)


@router.get("/drafts/{draft}/versions/new")
def ask_next(visitor: Visit, draft: int) -> Response:
    """Ask for the next version of a draft."""
    visitor.desk.draft(visitor.account, draft)
    return _form(visitor, draft)


@router.post("/drafts/{draft}/versions/new")
def submit_next(
    visitor: Sent,
    draft: int,
    *,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    rank: Annotated[str, Form()] = "",
) -> Response:
    """Take the next version of a draft in."""
    return _taken(visitor, draft, file, text=text, name=name, rank=rank)


def people(visitor: Visitor) -> list[str]:
    """Return the names to whom a draft can be assigned; none for those who cannot assign."""
    if not visitor.may("reviewer"):
        return []
    known = visitor.desk.accounts(visitor.account)
    return [one.name for one in known if one.role != "submitter" and one.revoked is None]


def _row(visitor: Visitor, row: DraftRow) -> Row:
    settled = row.state == "issued"
    return Row(
        id=row.id,
        title=row.title,
        state=row.state,
        number=row.number,
        job_state=row.job_state,
        unreadable=one_line(row.job_error or "") if row.unreadable else "",
        assignee=row.assignee,
        due=visitor.bench.deadlines.told(row.due, settled=settled, today=visitor.today),
        created_by=row.created_by,
        created=local_time(row.created),
        tally=tally(row.counts.model_dump()) if row.counts else "",
        undecided=row.undecided,
    )


def _taken(
    visitor: Visitor, draft: int | None, file: UploadFile | None, *, text: str, name: str, rank: str
) -> Response:
    content, filename = text.encode("utf-8", "replace"), f"{name.strip() or '粘贴的草案'}.txt"
    if file is not None and file.filename:
        content, filename = file.file.read(), file.filename
    try:
        if not content.strip():
            raise Invalid("草案", "没有选文件，也没有粘贴文字", "选一个文件，或者粘贴全文")
        done = visitor.desk.submit(
            visitor.account,
            filename,
            content,
            draft=draft,
            title=name if draft is None else "",
            options=Options(rank=rank or None),
        )
    except Invalid as error:
        return _form(visitor, draft, f"{error.problem}。{error.remedy}", text=text, name=name, rank=rank)
    return back_to(f"/drafts/{done.draft}")


def _form(
    visitor: Visitor, draft: int | None, problem: str = "", *, text: str = "", name: str = "", rank: str = ""
) -> Response:
    return visitor.page(
        "new",
        NEW if draft is None else SECTION,
        422 if problem else 200,
        heading="提交审查" if draft is None else "提交新的一稿",
        action=NEW if draft is None else f"/drafts/{draft}/versions/new",
        problem=problem,
        ranks=RANKS,
        formats=FORMATS,
        most=visitor.bench.settings.max_bytes,
        limit=f"{visitor.bench.settings.max_bytes / 1e6:g} MB",
        text=text,
        name=name,
        rank=rank,
    )
