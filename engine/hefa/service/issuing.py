"""The opinion signed and issued, and what is written of it: letter, page, workbook, marked draft."""

import datetime

from sqlalchemy import select

from hefa.errors import OptionError
from hefa.model.opinion import Opinion
from hefa.model.reviewed import Reviewed
from hefa.opinion import check_format, render
from hefa.service.base import now, tidy, write_log
from hefa.service.deciding import Deciding
from hefa.service.errors import Busy, Conflict, Invalid
from hefa.service.keys import need
from hefa.service.records import Account, Issued, Signature
from hefa.service.tables import accounts, drafts, issued, signatures
from hefa.service.work import AnnotateTask, CompareTask, Marked, Refused, dumped, kept_draft, review_of


class Issuing(Deciding):
    """Issuing needs the signatures of so many reviewers on the opinion as it is decided (four eyes: two)."""

    def sign(self, account: Account, version: int, note: str = "") -> Signature:
        """Sign the opinion as it stands; the signature lapses when something is decided otherwise."""
        need(account, "reviewer")
        self._readable(account, version, "不能签署")
        note, digest = tidy("note", note), self.digest(account, version)
        if any(one.by == account.name and one.holds for one in self.signatures(account, version)):
            raise Conflict(f"版本 {version}", f"{account.name} 已经签署", "由另一位审核人员签署")
        values = {"version": version, "digest": digest, "note": note, "by": account.id, "at": now()}
        with self.database.write() as connection:
            row = self._open_version(account, version, connection)
            number = int(
                connection.execute(signatures.insert().values(values).returning(signatures.c.id)).scalar_one()
            )
            query = select(signatures.c.by).where(
                signatures.c.version == version, signatures.c.digest == digest
            )
            state = "signed" if len(set(connection.scalars(query))) >= self.settings.signers else "open"
            connection.execute(drafts.update().where(drafts.c.id == row["draft"]).values(state=state))
            write_log(connection, account, "version.sign", f"version {version}", digest)
        return Signature(id=number, version=version, by=account.name, at=values["at"], note=note, holds=True)

    def signatures(self, account: Account, version: int) -> list[Signature]:
        """Return all signatures on a version, lapsed ones too."""
        query = (
            select(signatures, accounts.c.name)
            .join_from(signatures, accounts)
            .where(signatures.c.version == version)
            .order_by(signatures.c.id)
        )
        with self.database.read() as connection:
            self._version_row(account, version, connection)
            rows = connection.execute(query).mappings().all()
        digest = self.digest(account, version) if rows else ""
        return [
            Signature(
                **{name: row[name] for name in ("id", "version", "at", "note")},
                by=row["name"],
                holds=row["digest"] == digest,
            )
            for row in rows
        ]

    def issue(self, account: Account, version: int) -> bytes:
        """Issue the opinion: the letter with what was decided, which is kept as it is."""
        need(account, "reviewer")
        digest = self.digest(account, version)
        signed = {one.by for one in self.signatures(account, version) if one.holds}
        if len(signed) < self.settings.signers:
            lack = f"有效签署 {len(signed)} 人，需要 {self.settings.signers} 人"
            raise Conflict(f"版本 {version}", lack, "由审核人员签署后再出具；决定改动后要重新签署")
        letter = self.letter(account, version)
        sha256 = self.files.put(letter)
        with self.database.write() as connection:
            row = self._open_version(account, version, connection)
            if self.digest(account, version) != digest:
                raise Conflict(f"版本 {version}", "刚刚有决定改动", "重新签署后再出具")
            values = {"version": version, "sha256": sha256, "by": account.id, "at": now()}
            connection.execute(issued.insert().values(values))
            connection.execute(drafts.update().where(drafts.c.id == row["draft"]).values(state="issued"))
            write_log(connection, account, "version.issue", f"version {version}", f"{sha256} {digest}")
        return letter

    def issued(self, account: Account, version: int) -> Issued | None:
        """Return who issued the opinion on a version, and when; none where it was not."""
        query = (
            select(issued, accounts.c.name)
            .join_from(issued, accounts, accounts.c.id == issued.c.by)
            .where(issued.c.version == version)
        )
        with self.database.read() as connection:
            self._version_row(account, version, connection)
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        return Issued(version=version, sha256=row["sha256"], by=row["name"], at=row["at"])

    def letter(self, account: Account, version: int) -> bytes:
        """Return the letter (docx): the one issued, else as it would be issued today."""
        if (kept := self.issued(account, version)) is not None:
            return self.files.get(kept.sha256)
        from hefa.opinion.docx import Template, render_docx  # noqa: PLC0415

        check_format("docx")
        self._readable(account, version, "不能出具意见书")
        opinion = self.decided(account, version)
        today = datetime.date.today().isoformat()
        provenance = opinion.provenance.model_copy(update={"reviewed_at": today})
        dated = opinion.model_copy(update={"provenance": provenance})
        return render_docx(dated, Template(self.settings.template), self.rules)

    def page(self, account: Account, version: int) -> str:
        """Return the opinion as it stands as one HTML page that needs nothing else."""
        check_format("html")
        return "".join(render([self._reviewed(account, version)], "html", several=False))

    def sheet(self, account: Account, version: int) -> bytes:
        """Return the opinion as it stands as a workbook (xlsx)."""
        check_format("xlsx")
        from hefa.opinion.sheet import render_sheet  # noqa: PLC0415

        return render_sheet([self._reviewed(account, version)], self.rules)

    def annotated(
        self, account: Account, version: int, *, suggest: bool = False
    ) -> tuple[str, bytes, tuple[str, ...]]:
        """Return the draft (docx, pdf) with its findings marked: a name for it, its bytes, what is amiss."""
        self._readable(account, version, "不能加批注")
        opinion = self.decided(account, version)
        with self.database.read() as connection:
            row = self._version_row(account, version, connection)
        kept = kept_draft(str(self.files.path(row["sha256"])), row["filename"], row["options"])
        today = datetime.date.today().isoformat()
        done = self._ask(AnnotateTask(kept, dumped(opinion), suggest, today))
        if isinstance(done, Marked):
            return f"批注-{row['filename']}", done.data, done.shortfalls
        raise _refused(done)

    def compare(self, account: Account, old: int, new: int, form: str = "json") -> str:
        """Return how one version came from another: JSON (Comparison), or an HTML page."""
        if form not in ("json", "html"):
            raise Invalid("form", "没有这种格式", "可用：json、html")
        sides = []
        for version in (old, new):
            self._readable(account, version, "不能比较")
            text = self._opinion_row(account, version)["text"]
            sides.append((dumped(self.decided(account, version)), bytes(text)))
        done = self._ask(CompareTask(sides[0], sides[1], form))
        if isinstance(done, str):
            return done
        raise _refused(done)

    def _readable(self, account: Account, version: int, so: str) -> None:
        """Refuse what a draft that could not be read is no good for."""
        if self.opinion(account, version).unreadable:
            raise Conflict(
                f"版本 {version}", f"草案未能读取，{so}", "看审查意见说明的原因，改正后送审新的一稿"
            )

    def _reviewed(self, account: Account, version: int) -> Reviewed:
        opinion: Opinion = self.decided(account, version)
        return review_of(opinion, bytes(self._opinion_row(account, version)["text"]))


def _refused(done: object) -> OptionError | Busy:
    if isinstance(done, Refused):
        return OptionError(done.where, done.problem, done.remedy)
    return Busy("工作进程", "没有做成", "稍后再试")
