"""What is done on the page of one version of a draft: decide, add, comment, assign, sign, issue."""

from typing import Annotated, get_args

from fastapi import APIRouter, Form, Response

from hefa.model.rule import LegalBasis, Severity
from hefa.service.errors import Invalid, Unknown
from hefa.service.keys import need
from hefa.service.records import VERDICT, NewFinding, Verdict
from hefa.workbench.bench import Sent, Visit, Visitor, attachment, back_to
from hefa.workbench.drafts import SECTION
from hefa.workbench.due import day_of, days_of
from hefa.workbench.places import found_in
from hefa.workbench.view import NOTHING, Review

router = APIRouter()
BYTES = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/drafts/{draft}")
def shown(visitor: Visit, draft: int, version: int = 0) -> Response:
    """Show the newest version of a draft, or that of the number."""
    found = visitor.desk.draft(visitor.account, draft)
    return Review(visitor, found, version or found.versions[-1].number).page()


@router.get("/drafts/{draft}/progress")
def progress(visitor: Visit, draft: int, version: int) -> Response:
    """Tell how far the review of a version is; when it is done, have the page loaded anew."""
    found = visitor.desk.draft(visitor.account, draft)
    review = Review(visitor, found, version)
    if review.version.job_state == "done":
        return Response(headers={"HX-Refresh": "true"})
    return visitor.page("working", SECTION, **review.job())


@router.post("/drafts/{draft}/versions/{version}/findings/{key}")
def decide(
    visitor: Sent,
    draft: int,
    version: int,
    key: str,
    *,
    verdict: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    message: Annotated[str, Form()] = "",
    suggestion: Annotated[str, Form()] = "",
) -> Response:
    """Decide on a finding, or take away one that the visitor added."""
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    if verdict == "remove":
        if key not in review.own:
            raise Unknown("补充发现", "没有，或者已经删去", "重新打开页面")
        visitor.desk.remove_finding(visitor.account, review.own[key].id)
        return Response(headers={"HX-Refresh": "true"}) if visitor.partial else back_to(review.path)
    if verdict not in get_args(Verdict):
        raise Invalid("决定", "不认识", f"可用：{'、'.join(VERDICT.values())}")
    edit = verdict == "edit"
    visitor.desk.decide(
        visitor.account,
        review.version.id,
        key,
        verdict,
        reason=reason,
        message=message if edit else None,
        suggestion=suggestion if edit else None,
    )
    return _answer(visitor, draft, version, key)


@router.post("/drafts/{draft}/versions/{version}/additions")
def add(
    visitor: Sent,
    draft: int,
    version: int,
    *,
    quote: Annotated[str, Form()] = "",
    start: Annotated[str, Form()] = "",
    severity: Annotated[str, Form()] = "",
    category: Annotated[str, Form()] = "",
    message: Annotated[str, Form()] = "",
    law: Annotated[str, Form()] = "",
    article: Annotated[str, Form()] = "",
    suggestion: Annotated[str, Form()] = "",
) -> Response:
    """Add a finding of the visitor's own on words of the draft."""
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    typed = {"quote": quote, "start": start, "severity": severity, "category": category, "message": message}
    typed |= {"law": law, "article": article, "suggestion": suggestion}
    try:
        text = visitor.desk.text(visitor.account, review.version.id)
        begin, end = found_in(text, quote, int(start) if start.isdecimal() else None)
        if severity not in get_args(Severity) or not message.strip():
            raise Invalid("问题", "没有写，或者没有选级别", "选级别，并写明问题")
        new = NewFinding.model_validate(
            {
                "start": begin,
                "end": end,
                "category": category,
                "severity": severity,
                "message": message,
                "basis": [LegalBasis(law=law.strip(), article=article.strip() or None)]
                if law.strip()
                else [],
                "suggestion": suggestion,
            }
        )
        added = visitor.desk.add_finding(visitor.account, review.version.id, new)
    except Invalid as error:
        return review.page(422, add_problem=f"{error.problem}。{error.remedy}", typed={**NOTHING, **typed})
    return back_to(f"{review.path}#f-{added.fingerprint}")


@router.post("/drafts/{draft}/comments")
def comment(
    visitor: Sent,
    draft: int,
    version: Annotated[int, Form()],
    text: Annotated[str, Form()] = "",
    about: Annotated[str, Form()] = "",
) -> Response:
    """Say something on a finding, or on the whole draft."""
    if about:
        need(visitor.account, "reviewer")
    visitor.desk.comment(visitor.account, draft, text, fingerprint=about or None)
    return _answer(visitor, draft, version, about)


@router.post("/drafts/{draft}/assign")
def assign(visitor: Sent, draft: int, assignee: Annotated[str, Form()] = "") -> Response:
    """Give the draft to a reviewer, or to nobody."""
    visitor.desk.assign(visitor.account, draft, assignee or None)
    return back_to(f"/drafts/{draft}")


@router.post("/drafts/{draft}/due")
def due(
    visitor: Sent, draft: int, day: Annotated[str, Form()] = "", days: Annotated[str, Form()] = ""
) -> Response:
    """Set the day by which the review is due; working days count from the day the draft came."""
    working = days_of(days)
    visitor.desk.set_due(
        visitor.account, draft, None if working is not None else day_of(day), working_days=working
    )
    return back_to(f"/drafts/{draft}")


@router.post("/drafts/{draft}/versions/{version}/sign")
def sign(visitor: Sent, draft: int, version: int, note: Annotated[str, Form()] = "") -> Response:
    """Sign the opinion as decided."""
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    visitor.desk.sign(visitor.account, review.version.id, note)
    return back_to(review.path)


@router.post("/drafts/{draft}/versions/{version}/issue")
def issue(visitor: Sent, draft: int, version: int) -> Response:
    """Issue the opinion."""
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    visitor.desk.issue(visitor.account, review.version.id)
    return back_to(review.path)


@router.get("/drafts/{draft}/versions/{version}/opinion.docx")
def letter(visitor: Visit, draft: int, version: int) -> Response:
    """Give the letter as it was issued; to reviewers, before that, as it would be today."""
    found = visitor.desk.draft(visitor.account, draft)
    review = Review(visitor, found, version)
    if not review.version.issued:
        need(visitor.account, "reviewer")
    content = visitor.desk.letter(visitor.account, review.version.id)
    kind = "审查意见" if review.version.issued else "审查意见（预览）"
    return attachment(content, f"{found.title}-{kind}.docx", DOCX)


@router.get("/drafts/{draft}/versions/{version}/file")
def original(visitor: Visit, draft: int, version: int) -> Response:
    """Give the file as it was handed in."""
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    name, content = visitor.desk.content(visitor.account, review.version.id)
    return attachment(content, name, BYTES)


@router.get("/drafts/{draft}/versions/{version}/annotated")
def annotated(visitor: Visit, draft: int, version: int) -> Response:
    """Give the file with the findings marked in it."""
    need(visitor.account, "reviewer")
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    name, content, _ = visitor.desk.annotated(visitor.account, review.version.id)
    return attachment(content, name, BYTES)


def _answer(visitor: Visitor, draft: int, version: int, key: str) -> Response:
    """Return the finding as it stands now, or lead back to it."""
    review = Review(visitor, visitor.desk.draft(visitor.account, draft), version)
    if not visitor.partial or not key:
        return back_to(f"{review.path}#f-{key}" if key else review.path)
    item = next((one for one in review.items if one.key == key), None)
    if item is None:
        raise Unknown("发现", "这一稿中没有", "重新打开页面")
    return visitor.page("one", SECTION, **(review.shared() | {"item": item, "partial": True}))
