"""The desk: drafts in, decided on, signed, issued; who may do what."""

import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest
from service_maker import FAULTY, MENDED, Office, office_in
from sqlalchemy import select

from hefa.archive import open_store
from hefa.decisions import HEADER, with_decision
from hefa.model.decision import Decision
from hefa.opinion import render_json
from hefa.review import Reviewer
from hefa.service import intake, tables
from hefa.service.database import Database
from hefa.service.errors import Conflict, Invalid, NotAllowed, StoreError, TooLarge, Unidentified, Unknown
from hefa.service.intake import clean_name
from hefa.service.naming import saved_as
from hefa.service.records import NewFinding, Options
from hefa.service.tables import STEPS


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = office_in(tmp_path_factory.mktemp("office"), max_bytes=100_000)
    yield made
    made.desk.database.close()


def reviewed(office: Office, text: str = FAULTY, draft: int | None = None, by: str = "丙") -> int:
    submitted = office.desk.submit(office.account(by), "草案.txt", text.encode(), draft=draft)
    office.work_off()
    return submitted.version


def test_a_draft_gets_the_opinion_that_hefa_review_gives(office: Office, tmp_path: Path) -> None:
    version = reviewed(office)
    path = tmp_path / "草案.txt"
    path.write_text(FAULTY, encoding="utf-8")

    opinion = office.desk.opinion(office.account("丙"), version)
    expected = Reviewer(as_of=datetime.date.today()).review_file(path)

    info = expected.document.model_copy(update={"name": "草案.txt"})
    assert render_json(opinion) == render_json(expected.model_copy(update={"document": info}))
    assert office.desk.text(office.account("甲"), version) == FAULTY
    places = office.desk.outline(office.account("甲"), version)
    said = {place.article: FAULTY[place.start : place.end] for place in places}
    assert said["第二条"].startswith("从事民宿")


def test_a_draft_is_shown_with_versions_counts_and_comments(office: Office) -> None:
    desk, sender = office.desk, office.account("丙")
    first = reviewed(office)
    draft = desk.version(sender, first).draft
    second = reviewed(office, MENDED, draft)
    desk.comment(sender, draft, "已按意见修改", fingerprint=None)

    shown = desk.draft(office.account("甲"), draft)
    row = desk.drafts(office.account("甲"))[0]

    assert [(one.id, one.number, one.job_state) for one in shown.versions] == [
        (first, 1, "done"),
        (second, 2, "done"),
    ]
    assert shown.title == "青禾县人民政府关于印发《民宿经营管理办法》的通知"
    assert shown.versions[0].counts is not None
    assert shown.versions[0].counts.unlawful > 0
    assert [(one.text, one.by) for one in shown.comments] == [("已按意见修改", "丙")]
    assert (row.id, row.version, row.number) == (draft, second, 2)
    assert row.undecided == len(desk.opinion(sender, second).findings)


def test_submitters_see_their_own_drafts_alone(office: Office) -> None:
    version = reviewed(office, by="丙")
    desk, other = office.desk, office.account("丁")
    draft = desk.version(office.account("丙"), version).draft

    for call in (desk.draft, desk.decisions, desk.opinion, desk.text, desk.letter, desk.job):
        with pytest.raises(Unknown):
            call(other, draft if call == desk.draft else version)
    with pytest.raises(Unknown):
        desk.submit(other, "草案.txt", b"x", draft=draft)
    with pytest.raises(Unknown):
        desk.comment(other, draft, "看不到的")
    assert all(row.created_by == "丁" for row in desk.drafts(other))


def test_submitters_do_not_decide(office: Office) -> None:
    version = reviewed(office)
    desk, sender = office.desk, office.account("丙")
    draft = desk.version(sender, version).draft
    finding = NewFinding(start=0, end=2, category="form", severity="notice", message="疑似")
    calls = (
        lambda: desk.decide(sender, version, "0" * 16, "accept"),
        lambda: desk.add_finding(sender, version, finding),
        lambda: desk.assign(sender, draft, "甲"),
        lambda: desk.set_due(sender, draft, datetime.date(2026, 12, 1)),
        lambda: desk.sign(sender, version),
        lambda: desk.issue(sender, version),
        lambda: desk.add_account(sender, "戊", "administrator"),
        lambda: desk.revoke(sender, "甲"),
        lambda: desk.entries(sender),
        lambda: desk.accounts(sender),
    )
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    with pytest.raises(NotAllowed):
        desk.add_account(office.account("甲"), "戊", "administrator")


def test_decisions_leave_the_opinion_that_hefa_review_gives_with_them(office: Office, tmp_path: Path) -> None:
    version = reviewed(office)
    desk, officer = office.desk, office.account("甲")
    found = desk.opinion(officer, version).findings
    rejected, accepted = found[0], found[-1]
    desk.decide(officer, version, rejected.fingerprint, "reject", "上位法第五条\n已有规定")
    desk.decide(officer, version, accepted.fingerprint, "accept")

    decided = desk.decided(officer, version)
    path = tmp_path / "草案.txt"
    path.write_text(FAULTY, encoding="utf-8")
    file, text = tmp_path / "草案.hefa.yml", HEADER
    for one in decided.decided:
        text = with_decision(file, text, Decision.model_validate(one.decision.model_dump()))
    file.write_text(text, encoding="utf-8")
    today = datetime.date.today()
    expected = Reviewer(day=today, as_of=today).review_file(path)

    info = expected.document.model_copy(update={"name": "草案.txt"})
    assert render_json(decided) == render_json(expected.model_copy(update={"document": info}))
    assert [one.state for one in decided.decided] == ["rejected", "accepted"]


def test_the_last_decision_holds_and_lives_through_the_next_version(office: Office) -> None:
    version = reviewed(office)
    desk, officer = office.desk, office.account("甲")
    draft = desk.version(officer, version).draft
    kept = next(one for one in desk.opinion(officer, version).findings if "核准" in one.quote)
    desk.decide(officer, version, kept.fingerprint, "reject", "另有依据")
    desk.decide(
        office.account("乙"),
        version,
        kept.fingerprint,
        "edit",
        message="疑似自设核准",
        suggestion="建议改为备案",
    )
    second = reviewed(office, MENDED, draft)

    decided = desk.decided(officer, second)
    worded = next(one for one in decided.findings if one.fingerprint == kept.fingerprint)
    history = desk.decisions(officer, second)

    assert (worded.message, worded.suggestion) == ("疑似自设核准", "建议改为备案")
    assert [(one.verdict, one.by, one.number) for one in history] == [("reject", "甲", 1), ("edit", "乙", 1)]
    with pytest.raises(Conflict, match="更新的一稿"):
        desk.decide(officer, version, kept.fingerprint, "withdraw")
    desk.decide(officer, second, kept.fingerprint, "withdraw")
    assert desk.decided(officer, second) == desk.opinion(officer, second)


@pytest.mark.parametrize(
    ("verdict", "reason", "message"),
    [("reject", "  ", None), ("edit", "", None), ("accept", "", "改了"), ("maybe", "", None)],
)
def test_decisions_that_lack_something_are_refused(
    office: Office, verdict: str, reason: str, message: str | None
) -> None:
    version = reviewed(office)
    officer = office.account("甲")
    mark = office.desk.opinion(officer, version).findings[0].fingerprint

    with pytest.raises(Invalid):
        office.desk.decide(officer, version, mark, verdict, reason, message=message)
    with pytest.raises(Unknown):
        office.desk.decide(officer, version, "f" * 16, "accept")
    assert office.desk.decisions(officer, version) == []


def test_an_officers_own_finding_stands_among_the_others(office: Office) -> None:
    version = reviewed(office)
    desk, officer = office.desk, office.account("甲")
    start = FAULTY.index("有效期五年")
    added = desk.add_finding(
        officer,
        version,
        NewFinding(
            start=start, end=start + 5, category="technique", severity="improper", message="疑似期限过长"
        ),
    )

    decided = desk.decided(officer, version)
    own = next(one for one in decided.findings if one.rule == "officer")

    assert (own.quote, own.location.article, own.fingerprint) == ("有效期五年", "第四条", added.fingerprint)
    assert "疑似不当" in decided.reason
    desk.decide(office.account("乙"), version, own.fingerprint, "reject", "地方规定允许")
    assert own.fingerprint in desk.decided(officer, version).rejected
    with pytest.raises(Conflict, match="别人"):
        desk.remove_finding(office.account("乙"), added.id)
    desk.remove_finding(officer, added.id)
    assert desk.additions(officer, version) == []
    for wrong in ({"start": 5, "end": 5}, {"start": 0, "end": len(FAULTY) + 1}, {"category": "none"}):
        good = {"start": 0, "end": 2, "category": "form", "severity": "notice", "message": "疑似"}
        with pytest.raises(Invalid):
            desk.add_finding(officer, version, NewFinding.model_validate(good | wrong))


def test_issuing_needs_two_signatures_on_what_was_decided(office: Office) -> None:
    version = reviewed(office)
    desk, one, two = office.desk, office.account("甲"), office.account("乙")
    draft = desk.version(one, version).draft
    desk.sign(one, version, "同意")
    with pytest.raises(Conflict, match="已经签署"):
        desk.sign(one, version)
    with pytest.raises(Conflict, match="有效签署 1 人"):
        desk.issue(one, version)
    desk.decide(two, version, desk.opinion(two, version).findings[0].fingerprint, "accept")
    desk.sign(two, version)
    with pytest.raises(Conflict, match="有效签署 1 人"):
        desk.issue(one, version)
    assert desk.draft(one, draft).state == "open"
    desk.sign(one, version)
    assert desk.draft(one, draft).state == "signed"

    letter = desk.issue(two, version)

    said = zipfile.ZipFile(io.BytesIO(letter)).read("word/document.xml").decode()
    assert "采纳" in said
    assert f"{datetime.date.today().year}年" in said
    assert desk.letter(office.account("丙"), version) == letter
    assert desk.draft(one, draft).state == "issued"
    assert [(sign.by, sign.holds) for sign in desk.signatures(one, version)] == [
        ("甲", False),
        ("乙", True),
        ("甲", True),
    ]
    with pytest.raises(Conflict, match="已经出具"):
        desk.decide(one, version, desk.opinion(one, version).findings[1].fingerprint, "accept")
    reviewed(office, MENDED, draft)
    assert desk.draft(one, draft).state == "open"
    assert desk.letter(one, version) == letter


def test_drafts_are_assigned_and_due_in_working_days(office: Office) -> None:
    pytest.importorskip("chinese_calendar", reason="the calendar of holidays is not installed")
    desk, officer = office.desk, office.account("甲")
    draft = desk.version(officer, reviewed(office)).draft
    desk.assign(officer, draft, "乙")
    day = desk.set_due(officer, draft, working_days=5)

    row = next(row for row in desk.drafts(officer, assignee="乙") if row.id == draft)
    assert day is not None
    assert (row.assignee, row.due) == ("乙", day.isoformat())
    assert (day - datetime.date.today()).days >= 5
    assert desk.set_due(officer, draft) is None
    with pytest.raises(NotAllowed):
        desk.assign(officer, draft, "丙")
    with pytest.raises(Unknown):
        desk.assign(officer, draft, "没有的人")


def test_versions_are_compared_and_marked(office: Office, tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415

    desk, officer = office.desk, office.account("甲")
    word = Document()
    for line in FAULTY.splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    first = desk.submit(officer, "稿.docx", (tmp_path / "a.docx").read_bytes())
    office.work_off()
    second = reviewed(office, MENDED, first.draft, by="甲")

    name, data, amiss = desk.annotated(officer, first.version)
    compared = json.loads(desk.compare(officer, first.version, second))

    assert (name, amiss) == ("批注-稿.docx", ())
    assert "word/comments.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert compared["counts"]["removed"] == 1
    assert compared["counts"]["fixed"] >= 1
    assert "<html" in desk.compare(officer, first.version, second, "html")


def test_what_cannot_be_read_still_gets_an_opinion(office: Office) -> None:
    desk, sender = office.desk, office.account("丙")
    submitted = desk.submit(sender, "图.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    with pytest.raises(Conflict, match="还没有审查完"):
        desk.opinion(sender, submitted.version)
    office.work_off()

    opinion = desk.opinion(sender, submitted.version)

    assert opinion.conclusion == "not-reviewable"
    assert "图片" in opinion.reason
    assert desk.job(sender, submitted.job).error == opinion.reason
    assert desk.version(sender, submitted.version).unreadable
    officer = office.account("甲")
    assert desk.drafts(officer)[0].unreadable
    for refused, so in (
        (desk.sign, "不能签署"),
        (desk.letter, "不能出具意见书"),
        (desk.issue, "有效签署 0 人"),
        (desk.annotated, "不能加批注"),
    ):
        with pytest.raises(Conflict, match=so):
            refused(officer, submitted.version)
    assert desk.signatures(officer, submitted.version) == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("draft-2.docx", "draft-2.docx"),
        ("批注-草案.docx", "hefa.docx"),
        ("审查意见书-12.docx", "hefa-12.docx"),
        ('a"; x=../b.pdf', "hefa-a-x-b.pdf"),
        (".profile", "hefa-profile"),
        ("草案.文", "hefa"),
        ("a\r\nSet-Cookie: x", "hefa-a-Set-Cookie-x"),
    ],
)
def test_programs_that_know_of_ascii_alone_get_a_name_too(name: str, plain: str) -> None:
    header = saved_as(name)

    assert header.startswith(f"attachment; filename=\"{plain}\"; filename*=UTF-8''")
    assert unquote(header.partition("''")[2]) == name
    assert header.isascii()
    assert header.isprintable()


def test_what_cannot_be_a_draft_is_refused(office: Office) -> None:
    desk, sender = office.desk, office.account("丙")

    for content, options, error in (
        (b"", Options(), Invalid),
        (b"x" * 100_001, Options(), TooLarge),
        (b"x", Options(rank="none"), Invalid),
        (b"x", Options(callback="http://10.0.0.1/"), NotAllowed),
    ):
        with pytest.raises(error):
            desk.submit(sender, "草案.txt", content, options=options)
    draft = desk.submit(sender, "草案.txt", FAULTY.encode()).draft
    with pytest.raises(Conflict, match="相同"):
        desk.submit(sender, "又.txt", FAULTY.encode(), draft=draft)
    office.work_off()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\草案\\..\\稿.docx", "稿.docx"),
        ("..", "草案.txt"),
        ("稿\0\r\n\u202e.txt", "稿 .txt"),
        ("长" * 400 + ".docx", "长" * 188 + "长" * 7 + ".docx"),
    ],
)
def test_names_of_files_are_names_alone(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_keys_are_kept_as_hashes_and_can_be_revoked(office: Office) -> None:
    desk = office.desk
    key = desk.add_account(office.account("主任"), "戊", "审核人员")
    assert desk.account_of(key).role == "reviewer"
    stored = b"".join(path.read_bytes() for path in desk.settings.data.glob("hefa.db*"))
    assert key.rpartition("_")[2].encode() not in stored
    for wrong in (
        "",
        "hefa_",
        key[:-1],
        key + "x",
        key.replace("hefa_", "hefa_9"),
        "hefa_１_x",
        "x" * 10_000,
    ):
        with pytest.raises(Unidentified):
            desk.account_of(wrong)
    with pytest.raises(Conflict):
        desk.add_account(None, "戊", "submitter")
    desk.revoke(office.account("主任"), "戊")
    with pytest.raises(Unidentified):
        desk.account_of(key)
    with pytest.raises(Unknown):
        desk.revoke(None, "戊")
    again = desk.add_account(None, "戊", "submitter")
    assert desk.account_of(again).role == "submitter"


def test_the_log_tells_who_did_what_and_cannot_be_changed(office: Office) -> None:
    desk = office.desk
    version = reviewed(office)
    desk.decide(
        office.account("乙"),
        version,
        desk.opinion(office.account("乙"), version).findings[0].fingerprint,
        "accept",
    )

    entry = desk.entries(office.account("主任"), limit=1)[0]

    assert (entry.account, entry.action, entry.object) == ("乙", "finding.accept", f"version {version}")
    for statement in ("update log set detail = ''", "delete from log"):
        with pytest.raises(Exception, match="append only"), desk.database.write() as connection:
            connection.exec_driver_sql(statement)


def test_a_store_of_an_earlier_schema_is_taken_to_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database(tmp_path / "hefa.db").close()
    changed: list[str] = []
    monkeypatch.setattr(tables, "STEPS", (*STEPS, lambda connection: changed.append(connection.dialect.name)))
    Database(tmp_path / "hefa.db").close()
    Database(tmp_path / "hefa.db").close()
    assert changed == ["sqlite"]
    monkeypatch.setattr(tables, "STEPS", STEPS)
    with pytest.raises(StoreError, match="格式 3 比本版的 2 新"):
        Database(tmp_path / "hefa.db")


def test_a_store_from_before_submissions_had_keys_gets_their_table(office: Office) -> None:
    with office.desk.database.write() as connection:
        connection.exec_driver_sql("drop table sent")
        connection.exec_driver_sql("update meta set value = '1' where name = 'schema'")

    again = Database(office.desk.settings.where)

    assert again.rows(select(tables.sent)) == []
    assert again.rows(select(tables.meta.c.value))[0]["value"] == "2"
    again.close()


def test_a_submission_sent_again_under_its_key_is_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, officer = office.desk.submit, office.account("丙")
    monkeypatch.setattr(intake, "now", lambda: "2026-06-01T08:00:00.000+00:00")
    first = submit(officer, "稿.txt", FAULTY.encode(), key="甲-1")

    assert submit(officer, "稿.txt", FAULTY.encode(), key="甲-1") == first
    assert submit(officer, "稿.txt", FAULTY.encode(), key="甲-2") != first
    assert submit(office.account("丁"), "稿.txt", FAULTY.encode(), key="甲-1") != first
    assert submit(officer, "稿.txt", FAULTY.encode()) != first
    second = submit(officer, "稿.txt", MENDED.encode(), draft=first.draft, key="乙")
    assert submit(officer, "稿.txt", MENDED.encode(), draft=first.draft, key="乙") == second
    for changed in ({"title": "别的"}, {"draft": second.draft}, {"options": Options(rank="rules")}):
        with pytest.raises(Invalid, match="已经用于另一次送审"):
            submit(officer, "稿.txt", FAULTY.encode(), key="甲-1", **changed)
    monkeypatch.setattr(intake, "now", lambda: "2026-06-02T07:59:59.999+00:00")
    assert submit(officer, "稿.txt", FAULTY.encode(), key="甲-1") == first
    monkeypatch.setattr(intake, "now", lambda: "2026-06-02T08:00:00.001+00:00")
    assert submit(officer, "稿.txt", FAULTY.encode(), key="甲-1") != first


def test_of_two_submissions_under_one_key_at_a_time_one_is_accepted(office: Office) -> None:
    def send(_: int) -> int:
        return office.desk.submit(office.account("丙"), "稿.txt", FAULTY.encode(), key="同时").job

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(send, range(16)))) == 1


def test_a_submission_that_was_refused_may_be_sent_again_under_its_key(office: Office) -> None:
    officer = office.account("丙")
    taken = office.desk.submit(officer, "稿.txt", FAULTY.encode())
    with pytest.raises(Conflict):
        office.desk.submit(officer, "稿.txt", FAULTY.encode(), draft=taken.draft, key="甲")

    again = office.desk.submit(officer, "稿.txt", MENDED.encode(), draft=taken.draft, key="甲")

    assert again.draft == taken.draft


def test_what_is_no_store_of_the_service_is_left_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "archive.db", create=True):
        pass
    with pytest.raises(StoreError, match="是存档，不是审查服务的数据库"):
        Database(tmp_path / "archive.db")
    (tmp_path / "text.db").write_text("不是数据库" * 400, encoding="utf-8")
    with pytest.raises(StoreError, match="不是数据库文件"):
        Database(tmp_path / "text.db")


def test_the_secret_of_the_service_stays(office: Office) -> None:
    assert len(office.desk.secret) == 32
    assert office.desk.secret == office.desk.secret
