"""What reviewers do to a draft: decide on findings, add their own, comment, assign, set a day."""

import datetime
import hashlib
import json
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from hefa.dossier.workdays import WorkCalendar
from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding, Opinion
from hefa.opinion import with_decisions
from hefa.service.base import now, tidy, write_log
from hefa.service.errors import Conflict, Invalid, Unknown
from hefa.service.intake import Intake
from hefa.service.keys import may, need
from hefa.service.people import People
from hefa.service.records import VERDICT, Account, Addition, Comment, Decided, NewFinding
from hefa.service.rows import addition_of, decided_of, decision_on, local_day, own_finding, worded
from hefa.service.tables import accounts, additions, comments, decisions, drafts, issued, versions

MOST_QUOTE = 2_000
MOST_DAYS = 2_000


class Deciding(Intake, People):
    """Only the newest version of a draft is decided on, and only until the opinion on it is issued."""

    def decide(
        self,
        account: Account,
        version: int,
        fingerprint: str,
        verdict: str,
        reason: str = "",
        *,
        message: str | None = None,
        suggestion: str | None = None,
    ) -> Decided:
        """Decide on a finding, of the rules or an officer's own; the last decision holds.

        ``reject`` needs a reason; ``edit`` a new ``message`` or ``suggestion``: the finding is accepted
        so worded.
        """
        need(account, "reviewer")
        reason = tidy("reason", reason)
        wording = {
            name: tidy(name, said, most=2_000) if said is not None else None
            for name, said in (("message", message), ("suggestion", suggestion))
        }
        if verdict not in VERDICT:
            raise Invalid("verdict", f"没有决定 {tidy('verdict', verdict)}", f"可用：{'、'.join(VERDICT)}")
        if verdict == "reject" and not reason:
            raise Invalid("reason", "没有写不采纳的理由", "例如：上位法第五条已有规定")
        if (verdict == "edit") != bool(wording["message"] or wording["suggestion"]):
            raise Invalid("verdict", "修改表述（edit）与新的 message 或者 suggestion 要一起给出", "改正其一")
        known = {finding.fingerprint for finding in self.findings(account, version)}
        if fingerprint not in known:
            raise Unknown(f"发现 {tidy('fingerprint', fingerprint, lines=False)}", "这一稿没有", "检查指纹")
        row = {"version": version, "fingerprint": fingerprint, "verdict": verdict, "reason": reason}
        with self.database.write() as connection:
            kept = self._open_version(account, version, connection)
            values = {**row, **wording, "by": account.id, "at": now()}
            added = decisions.insert().values(values).returning(decisions.c.id)
            number = int(connection.execute(added).scalar_one())
            write_log(connection, account, f"finding.{verdict}", f"version {version}", fingerprint)
        named = {"id": number, "number": kept["number"], "by": account.name}
        return Decided.model_validate(values | named)

    def decisions(self, account: Account, version: int) -> list[Decided]:
        """Return the decisions on a version and those before it, in the order they were made."""
        with self.database.read() as connection:
            row = self._version_row(account, version, connection)
            query = (
                select(decisions, versions.c.number, accounts.c.name)
                .join_from(decisions, versions)
                .join(accounts, accounts.c.id == decisions.c.by)
                .where(versions.c.draft == row["draft"], versions.c.number <= row["number"])
                .order_by(decisions.c.id)
            )
            found = connection.execute(query).mappings().all()
        return [decided_of(one) for one in found]

    def add_finding(self, account: Account, version: int, finding: NewFinding) -> Addition:
        """Add an officer's own finding on words of the text."""
        need(account, "reviewer")
        text = self._reviewable(account, version)
        if not 0 <= finding.start < finding.end <= len(text):
            raise Invalid("start、end", f"不在文本中（共 {len(text)} 字）", "按文本的字符位置给出")
        if finding.end - finding.start > MOST_QUOTE:
            raise Invalid("start、end", "选中的字句太长", f"最多 {MOST_QUOTE} 字")
        if finding.category not in CATEGORIES:
            raise Invalid("category", "没有这个类别", f"可用：{'、'.join(CATEGORIES)}")
        message = tidy("message", finding.message, most=2_000)
        if not message:
            raise Invalid("message", "没有写问题", "写明疑似有什么问题")
        values: dict[str, Any] = finding.model_dump(include={"start", "end", "category", "severity"})
        values |= {"message": message, "suggestion": tidy("suggestion", finding.suggestion, most=2_000)}
        basis = [one.model_dump(mode="json", exclude_none=True) for one in finding.basis]
        values |= {"version": version, "quote": text[finding.start : finding.end].replace("\0", " ")}
        values |= {"basis": json.dumps(basis), "by": account.id, "at": now(), "removed": False}
        with self.database.write() as connection:
            self._open_version(account, version, connection)
            added = additions.insert().values(values).returning(additions.c.id)
            values["id"] = int(connection.execute(added).scalar_one())
            write_log(connection, account, "finding.add", f"version {version}", f"addition {values['id']}")
        return addition_of({**values, "name": account.name})

    def remove_finding(self, account: Account, addition: int) -> None:
        """Take an officer's own finding back; who added it may, and an administrator."""
        need(account, "reviewer")
        with self.database.write() as connection:
            query = select(additions).where(additions.c.id == addition, additions.c.removed.is_(False))
            row = connection.execute(query).mappings().one_or_none() if 0 < addition < 2**63 else None
            if row is None:
                raise Unknown(f"补充发现 {addition}", "没有，或者已经删去", "检查编号")
            if row["by"] != account.id and not may(account, "administrator"):
                raise Conflict(f"补充发现 {addition}", "是别人加的", "请本人删去，或者决定不采纳")
            self._open_version(account, row["version"], connection)
            connection.execute(additions.update().where(additions.c.id == addition).values(removed=True))
            write_log(
                connection, account, "finding.remove", f"version {row['version']}", f"addition {addition}"
            )

    def additions(self, account: Account, version: int) -> list[Addition]:
        """Return the officers' own findings on a version."""
        with self.database.read() as connection:
            self._version_row(account, version, connection)
            query = (
                select(additions, accounts.c.name)
                .join_from(additions, accounts, accounts.c.id == additions.c.by)
                .where(additions.c.version == version, additions.c.removed.is_(False))
                .order_by(additions.c.id)
            )
            return [addition_of(row) for row in connection.execute(query).mappings()]

    def comment(self, account: Account, draft: int, text: str, *, fingerprint: str | None = None) -> Comment:
        """Say something on a draft, or on a finding in it; whoever sees the draft may."""
        said = tidy("text", text)
        if not said:
            raise Invalid("text", "没有写内容", "写下意见")
        if fingerprint is not None and (len(fingerprint) != 16 or set(fingerprint) - set("0123456789abcdef")):
            raise Invalid("fingerprint", "不是指纹", "写 16 位十六进制数，或者省略")
        values = {"draft": draft, "fingerprint": fingerprint, "text": said, "by": account.id, "at": now()}
        with self.database.write() as connection:
            self._draft_row(account, draft, connection)
            added = comments.insert().values(values).returning(comments.c.id)
            number = int(connection.execute(added).scalar_one())
            write_log(connection, account, "draft.comment", f"draft {draft}", f"comment {number}")
        return Comment.model_validate(values | {"id": number, "by": account.name})

    def assign(self, account: Account, draft: int, name: str | None) -> None:
        """Give a draft to a reviewer, or to nobody."""
        need(account, "reviewer")
        assignee = self._account_named(name) if name is not None else None
        if assignee is not None:
            need(assignee, "reviewer")
        with self.database.write() as connection:
            self._draft_row(account, draft, connection)
            number = assignee.id if assignee else None
            connection.execute(drafts.update().where(drafts.c.id == draft).values(assignee=number))
            write_log(
                connection, account, "draft.assign", f"draft {draft}", assignee.name if assignee else ""
            )

    def set_due(
        self,
        account: Account,
        draft: int,
        day: datetime.date | None = None,
        *,
        working_days: int | None = None,
    ) -> datetime.date | None:
        """Set the day by which a draft is to be done, or working days after it came; neither clears it."""
        need(account, "reviewer")
        if day is not None and working_days is not None:
            raise Invalid("due", "日期和工作日数只能给一个", "去掉其一")
        with self.database.write() as connection:
            row = self._draft_row(account, draft, connection)
            if working_days is not None:
                if not 0 < working_days <= MOST_DAYS:
                    raise Invalid("working_days", f"{working_days} 不可用", f"写 1 至 {MOST_DAYS}")
                day = WorkCalendar().after(local_day(row["created"]), working_days)
            due = day.isoformat() if day is not None else None
            connection.execute(drafts.update().where(drafts.c.id == draft).values(due=due))
            write_log(connection, account, "draft.due", f"draft {draft}", due or "")
        return day

    def findings(self, account: Account, version: int) -> list[Finding]:
        """Return the findings of the rules and of officers, in text order."""
        return [*self._whole(account, version).findings]

    def decided(self, account: Account, version: int) -> Opinion:
        """Return the opinion as it stands: with officers' findings, edited wording, and decisions."""
        opinion = self._whole(account, version)
        held = {one.fingerprint: one for one in self.decisions(account, version)}
        findings = [worded(one, held.get(one.fingerprint)) for one in opinion.findings]
        made = [decision_on(one, held[one.fingerprint]) for one in findings if one.fingerprint in held]
        worded_so = opinion.model_copy(update={"findings": tuple(findings)})
        return with_decisions(worded_so, made, datetime.date.today())

    def digest(self, account: Account, version: int) -> str:
        """Return a SHA-256 that changes with the opinion and with anything decided on it."""
        held = {one.fingerprint: one for one in self.decisions(account, version)}
        kinds = {"fingerprint", "verdict", "reason", "message", "suggestion"}
        found = {one.fingerprint for one in self.findings(account, version)}
        state = [
            self._opinion_row(account, version)["json"],
            [held[key].model_dump(include=kinds) for key in sorted(held) if key in found],
            [one.model_dump(mode="json", exclude={"by"}) for one in self.additions(account, version)],
        ]
        return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()

    def _whole(self, account: Account, version: int) -> Opinion:
        """Return the opinion as reviewed, with the officers' findings among the others."""
        opinion, added = self.opinion(account, version), self.additions(account, version)
        if not added:
            return opinion
        places = self.outline(account, version)
        findings = [*opinion.findings, *(own_finding(one, places) for one in added)]
        in_order = tuple(sorted(findings, key=lambda one: one.location.start))
        return opinion.model_copy(update={"findings": in_order})

    def _reviewable(self, account: Account, version: int) -> str:
        if self.opinion(account, version).conclusion == "not-reviewable":
            raise Conflict(f"版本 {version}", "没有审查，不能补充发现", "指定效力层级重新送审，或者写评论")
        return self.text(account, version)

    def _open_version(self, account: Account, version: int, connection: Connection) -> RowMapping:
        """Return a version that may be decided on; signatures on what it was before lapse."""
        row = self._version_row(account, version, connection)
        self._lock(row["draft"], connection)
        newest = select(func.max(versions.c.number)).where(versions.c.draft == row["draft"])
        if connection.scalar(newest) != row["number"]:
            raise Conflict(f"版本 {version}", "已经有更新的一稿", "在最新的一稿上决定")
        if connection.scalar(select(issued.c.version).where(issued.c.version == version)) is not None:
            raise Conflict(f"版本 {version}", "已经出具意见，不能再改", "送审新的一稿")
        if row["state"] != "open":
            connection.execute(drafts.update().where(drafts.c.id == row["draft"]).values(state="open"))
        return row
