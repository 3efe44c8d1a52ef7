"""The pages of the workbench as a browser asks for them: what they show, to whom, and what they refuse."""

import datetime
import io
import re
from pathlib import Path

import pytest
from docx import Document
from service_maker import FAULTY, MENDED, Office, office_in
from starlette.testclient import TestClient
from workbench_maker import Person, site_of

from hefa.workbench.session import Sessions, holds

SCRIPT = "<script>alert(1)</script>"
_CARD = re.compile('<article class="card [^>]*data-key="([0-9a-f]+)"[^>]*data-verdict="([a-z]*)"')


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_in(tmp_path / "data")


@pytest.fixture
def reviewer(office: Office) -> Person:
    return Person(office, "甲")


def cards(page: str) -> dict[str, str]:
    return dict(_CARD.findall(page))


def words_of(letter: bytes) -> str:
    document = Document(io.BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def decide(person: Person, draft: int, key: str, form: dict[str, str], version: int = 1) -> None:
    answer = person.post(f"/drafts/{draft}/versions/{version}/findings/{key}", form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/drafts/{draft}#f-{key}")


def test_who_has_not_signed_in_is_led_to_sign_in_and_back(office: Office) -> None:
    somebody = Person(office)

    answer = somebody.client.get("/drafts/7?version=1")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fdrafts%2F7%3Fversion%3D1"
    assert 'value="/drafts/7?version=1"' in somebody.get(answer.headers["location"])


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"]
)
def test_sign_in_leads_nowhere_else(office: Office, wanted: str) -> None:
    somebody = Person(office)
    form = {"key": office.keys["甲"], "csrf": somebody.token("/sign-in"), "next": wanted}

    assert somebody.client.post("/sign-in", data=form).headers["location"] == "/drafts"


def test_a_wrong_key_opens_nothing(office: Office) -> None:
    somebody = Person(office)
    form = {"key": office.keys["甲"] + "x", "csrf": somebody.token("/sign-in")}

    answer = somebody.client.post("/sign-in", data=form)

    assert answer.status_code == 401
    assert "密钥不对" in answer.text
    assert somebody.client.get("/drafts").status_code == 303


def test_the_session_is_a_strict_cookie_that_scripts_do_not_see(office: Office) -> None:
    somebody = Person(office)
    form = {"key": office.keys["甲"], "csrf": somebody.token("/sign-in")}

    cookie = somebody.client.post("/sign-in", data=form).headers["set-cookie"]

    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))


def test_signing_out_and_revoking_end_a_session(office: Office, reviewer: Person) -> None:
    other = Person(office, "乙")
    assert other.post("/sign-out").headers["location"] == "/sign-in"
    assert other.client.get("/drafts").status_code == 303

    office.desk.revoke(None, "甲")

    assert reviewer.client.get("/drafts").headers["location"].startswith("/sign-in")


def test_cookies_not_made_here_or_over_are_none() -> None:
    now = [1_000.0]
    sessions = Sessions(b"s" * 32, lambda: now[0])
    cookie = sessions.open(3)
    session = sessions.read(cookie)

    assert session is not None
    assert session.account == 3
    assert holds(session, session.token)
    assert not holds(session, session.token[:-1] + "é")
    for broken in ("", "a.b.c.d", cookie + "0", cookie.replace("3.", "1.", 1), "é" + cookie):
        assert sessions.read(broken) is None
    assert Sessions(b"t" * 32, lambda: now[0]).read(cookie) is None
    now[0] += 13 * 3600
    assert sessions.read(cookie) is None


POSTS = (
    "/sign-out", "/drafts/new", "/drafts/1/versions/new", "/drafts/1/comments", "/drafts/1/assign",
    "/drafts/1/due", "/drafts/1/versions/1/additions", "/drafts/1/versions/1/sign",
    "/drafts/1/versions/1/issue", "/drafts/1/versions/1/findings/0123456789abcdef", "/accounts",
    "/accounts/revoke",
)  # fmt: skip


@pytest.mark.parametrize("path", [*POSTS, "/sign-in"])
def test_a_form_without_the_token_of_the_session_is_refused(office: Office, path: str) -> None:
    boss, other = Person(office, "主任"), Person(office, "主任")
    form = {"version": "1", "text": "稿", "name": "某", "role": "reviewer", "key": office.keys["甲"]}

    for token in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": other.token()}):
        assert boss.client.post(path, data={**form, **token}).status_code == 403
    assert boss.get("/drafts").count("<tr>") == 0
    assert {one.name for one in office.desk.accounts(None)} == set(office.keys)


def test_every_form_of_the_pages_is_among_those_tested(office: Office, reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY)
    boss = Person(office, "主任")
    pages = [f"/drafts/{draft}", "/drafts/new", f"/drafts/{draft}/versions/new", "/accounts"]

    forms = {one for page in pages for one in re.findall('method="post" action="([^"]+)"', boss.get(page))}

    known = {re.sub("findings/[0-9a-f]+", "findings/0123456789abcdef", path) for path in forms}
    assert known <= set(POSTS)


def test_every_page_names_a_policy_that_runs_no_script_of_its_own(reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY)

    for path in ("/drafts", "/drafts/new", f"/drafts/{draft}", "/archive/search", "/nothing-here"):
        answer = reviewer.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(
            r"<script(?! src=\"/static/)|<style|\son\w+=|style=|javascript:|https?://", answer.text
        )


@pytest.mark.parametrize("file", ["workbench.css", "workbench.js", "htmx.min.js", "htmx.LICENSE.txt"])
def test_what_pages_load_lies_beside_them(office: Office, file: str) -> None:
    assert Person(office).client.get(f"/static/{file}").status_code == 200


def test_words_of_people_and_drafts_are_never_markup(office: Office) -> None:
    name = f"甲{SCRIPT}"
    office.keys[name] = office.desk.add_account(None, name, "reviewer")
    reviewer = Person(office, name)
    title = f"关于{SCRIPT}的通知"
    text = FAULTY.replace("第四条　", f"第四条　{SCRIPT}").replace(
        "街道办事处核准", f"街道办事处{SCRIPT}核准"
    )
    draft = reviewer.submit(text, title)
    page = reviewer.get(f"/drafts/{draft}")
    key = next(iter(cards(page)))
    decide(reviewer, draft, key, {"verdict": "reject", "reason": f"理由{SCRIPT}"})
    decide(
        reviewer, draft, key, {"verdict": "edit", "message": f"问题{SCRIPT}", "suggestion": f"建议{SCRIPT}"}
    )
    for form in ({"text": f"评论{SCRIPT}", "version": "1"}, {"text": SCRIPT, "version": "1", "about": key}):
        assert reviewer.post(f"/drafts/{draft}/comments", form).status_code == 303
    added = {"quote": "第四条", "severity": "notice", "category": "form", "message": SCRIPT, "law": SCRIPT}
    added |= {"suggestion": SCRIPT, "article": "<1>"}
    assert reviewer.post(f"/drafts/{draft}/versions/1/additions", added).status_code == 303
    assert reviewer.post(f"/drafts/{draft}/versions/1/sign", {"note": SCRIPT}).status_code == 303

    boss = Person(office, "主任")
    for person, path in (
        (reviewer, f"/drafts/{draft}"), (reviewer, "/drafts"), (boss, "/accounts"), (boss, "/log"),
        (reviewer, f"/drafts?words={SCRIPT}&assignee={SCRIPT}"),
        (reviewer, f"/archive/search?words={SCRIPT}"),
    ):  # fmt: skip
        shown = person.get(path)
        assert SCRIPT not in shown
        assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in reviewer.get(f"/drafts/{draft}")


def test_a_refusal_escapes_what_was_asked_for(reviewer: Person) -> None:
    answer = reviewer.post(f"/drafts/1/versions/1/findings/{SCRIPT}", {"verdict": SCRIPT})

    assert answer.status_code == 404
    assert SCRIPT not in answer.text


def test_submitters_see_their_own_drafts_and_opinions_that_were_issued(
    office: Office, reviewer: Person
) -> None:
    owner, other = Person(office, "丙"), Person(office, "丁")
    draft = owner.submit(FAULTY, "民宿办法")

    assert "民宿办法" in owner.get("/drafts")
    page = owner.get(f"/drafts/{draft}")
    assert not cards(page)
    assert "罚款" not in page
    assert "民宿办法" not in other.get("/drafts")
    other.get(f"/drafts/{draft}", 404)
    letter = f"/drafts/{draft}/versions/1/opinion.docx"
    owner.get(letter, 403)
    for path in ("/archive/search", "/archive/report", "/archive/cleanup", "/accounts", "/log"):
        owner.get(path, 403)
    owner.get(f"/drafts/{draft}/compare?old=1&new=1", 403)
    assert owner.post(f"/drafts/{draft}/versions/1/sign").status_code == 403
    assert owner.post(f"/drafts/{draft}/assign", {"assignee": "甲"}).status_code == 403

    for person in (reviewer, Person(office, "乙")):
        person.post(f"/drafts/{draft}/versions/1/sign")
    reviewer.post(f"/drafts/{draft}/versions/1/issue")

    assert letter in owner.get(f"/drafts/{draft}")
    assert "合法性审查意见" in words_of(owner.client.get(letter).content)
    other.get(letter, 404)


def test_reviewers_do_not_manage_accounts(reviewer: Person) -> None:
    reviewer.get("/accounts", 403)
    reviewer.get("/log", 403)
    assert reviewer.post("/accounts", {"name": "某", "role": "administrator"}).status_code == 403
    assert reviewer.post("/accounts/revoke", {"name": "乙"}).status_code == 403


def test_administrators_give_and_withdraw_keys_shown_once(office: Office) -> None:
    boss = Person(office, "主任")

    answer = boss.post("/accounts", {"name": "戊", "role": "reviewer"})

    key = re.search("hefa_[0-9]+_[A-Za-z0-9_-]+", answer.text)
    assert key
    assert key[0] not in boss.get("/accounts")
    office.keys["戊"] = key[0]
    newcomer = Person(office, "戊")
    assert boss.post("/accounts", {"name": "戊", "role": "reviewer"}).status_code == 422
    assert boss.post("/accounts/revoke", {"name": "主任"}).status_code == 409
    assert boss.post("/accounts/revoke", {"name": "戊"}).status_code == 303
    assert newcomer.client.get("/drafts").status_code == 303
    log = boss.get("/log")
    for action in ("登录", "发放密钥", "停用密钥"):
        assert action in log


def test_the_whole_way_from_draft_to_letter_without_scripts(office: Office, reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY, "民宿经营管理办法")
    found = list(cards(reviewer.get(f"/drafts/{draft}")))
    decide(reviewer, draft, found[0], {"verdict": "accept"})
    decide(
        reviewer,
        draft,
        found[1],
        {"verdict": "edit", "message": "设定罚款没有依据", "suggestion": "删去第三条"},
    )
    for key in found[2:]:
        decide(reviewer, draft, key, {"verdict": "reject", "reason": "上位法第五条已有规定"})
    form = {
        "quote": "有效期五年",
        "severity": "improper",
        "category": "technique",
        "message": "没有写届满日期",
    }
    answer = reviewer.post(f"/drafts/{draft}/versions/1/additions", form)
    own = answer.headers["location"].rpartition("f-")[2]
    page = reviewer.get(f"/drafts/{draft}")
    assert cards(page) | {own: ""} == {found[0]: "accept", found[1]: "edit", own: ""} | dict.fromkeys(
        found[2:], "reject"
    )
    assert "<del>" in page
    assert "设定罚款没有依据" in page
    assert ">有效期五年</mark>" in page

    sign, issue = f"/drafts/{draft}/versions/1/sign", f"/drafts/{draft}/versions/1/issue"
    assert reviewer.post(sign, {"note": "已核"}).status_code == 303
    assert reviewer.post(sign).status_code == 409
    assert reviewer.post(issue).status_code == 409
    second = Person(office, "乙")
    decide(second, draft, found[0], {"verdict": "accept", "reason": "同意"})
    assert "签署失效" in second.get(f"/drafts/{draft}")
    for person in (reviewer, second):
        assert person.post(sign).status_code == 303
    assert second.post(issue).headers["location"] == f"/drafts/{draft}"

    page = second.get(f"/drafts/{draft}")
    assert "下载意见书" in page
    assert 'data-verdict="accept" method' not in page
    letter = words_of(second.client.get(f"/drafts/{draft}/versions/1/opinion.docx").content)
    for words in ("设定罚款没有依据", "没有写届满日期", "上位法第五条已有规定" if found[2:] else ""):
        assert words in letter
    refused = second.post(f"/drafts/{draft}/versions/1/findings/{found[0]}", {"verdict": "withdraw"})
    assert refused.status_code == 409


def test_a_decision_in_place_returns_the_finding_and_the_count(reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY)
    key = next(iter(cards(reviewer.get(f"/drafts/{draft}"))))
    path = f"/drafts/{draft}/versions/1/findings/{key}"

    answer = reviewer.post(path, {"verdict": "accept"}, headers={"HX-Request": "true"})

    assert cards(answer.text) == {key: "accept"}
    assert "<html" not in answer.text
    assert 'id="standing" hx-swap-oob="true"' in answer.text
    refused = reviewer.post(path, {"verdict": "reject"}, headers={"HX-Request": "true"})
    assert (refused.status_code, refused.headers["hx-retarget"]) == (422, "#said")
    assert "没有写不采纳的理由" in refused.text


def test_own_findings_are_put_where_they_were_chosen(office: Office, reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY)
    path = f"/drafts/{draft}/versions/1/additions"
    form = {"quote": "民宿\n经营", "severity": "notice", "category": "form", "message": "用语"}
    second = [one.start() for one in re.finditer("民宿经营", FAULTY)][1]

    several = reviewer.post(path, form)
    assert several.status_code == 422
    assert "处这样的字句" in several.text
    assert "用语</textarea>" in several.text
    assert reviewer.post(path, {**form, "start": str(second + 2)}).status_code == 303
    assert "没有这些字句" in reviewer.post(path, {**form, "quote": "别的字句"}).text
    assert reviewer.post(path, {**form, "severity": "grave", "start": "0"}).status_code == 422

    added = office.desk.additions(office.account("甲"), 1)
    assert [(one.start, one.quote) for one in added] == [(second, "民宿经营")]
    key = added[0].fingerprint
    assert (
        reviewer.post(f"/drafts/{draft}/versions/1/findings/{key}", {"verdict": "remove"}).status_code == 303
    )
    assert key not in cards(reviewer.get(f"/drafts/{draft}"))


def test_a_new_version_is_compared_with_the_one_before(reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY, "民宿经营管理办法")

    answer = reviewer.post(f"/drafts/{draft}/versions/new", {"text": MENDED})
    reviewer.office.work_off()

    assert answer.headers["location"] == f"/drafts/{draft}"
    page = reviewer.get(f"/drafts/{draft}")
    assert f"/drafts/{draft}/compare?old=1&amp;new=2" in page
    compared = reviewer.get(f"/drafts/{draft}/compare?old=1&new=2")
    assert "已消除" in compared
    assert re.search("<del>[^<]*罚款", compared)
    old = reviewer.get(f"/drafts/{draft}?version=1")
    assert "罚款" in old
    assert 'action="/drafts/1/versions/1/sign' not in old
    reviewer.get(f"/drafts/{draft}?version=3", 404)


def test_deadlines_are_told_in_working_days(office: Office, reviewer: Person) -> None:
    draft = reviewer.submit(FAULTY, "民宿经营管理办法")
    today = datetime.date.today()

    assert reviewer.post(f"/drafts/{draft}/due", {"days": "15"}).status_code == 303
    assert "还有 15 个工作日" in reviewer.get("/drafts")
    assert "民宿" not in reviewer.get("/drafts?due=late")
    past = (today - datetime.timedelta(days=30)).isoformat()
    reviewer.post(f"/drafts/{draft}/due", {"day": past})
    assert re.search("逾期 [0-9]+ 个工作日", reviewer.get(f"/drafts/{draft}"))
    assert "民宿" in reviewer.get("/drafts?due=late")
    for form in ({"day": "明天"}, {"days": "十"}, {"days": "0"}):
        assert reviewer.post(f"/drafts/{draft}/due", form).status_code == 422
    reviewer.post(f"/drafts/{draft}/assign", {"assignee": "乙"})
    assert "民宿" in reviewer.get("/drafts?assignee=乙")
    assert "民宿" not in reviewer.get("/drafts?assignee=甲")
    assert "民宿" not in reviewer.get("/drafts?state=issued")


def test_a_draft_that_waits_says_so_and_is_shown_when_done(office: Office, reviewer: Person) -> None:
    form = {"text": FAULTY, "name": "稿"}
    draft = int(reviewer.post("/drafts/new", form).headers["location"].rpartition("/")[2])

    page = reviewer.get(f"/drafts/{draft}")
    assert "排队等候审查" in page
    assert f'hx-get="/drafts/{draft}/progress?version=1"' in page
    assert "refresh" in page
    progress = f"/drafts/{draft}/progress?version=1"
    assert "排队等候审查" in reviewer.get(progress)
    office.work_off()
    assert reviewer.client.get(progress).headers["hx-refresh"] == "true"


def test_what_cannot_be_read_is_said(reviewer: Person) -> None:
    file = {"file": ("坏.docx", b"PK\x03\x04 no zip at all")}

    answer = reviewer.post("/drafts/new", files=file)
    reviewer.office.work_off()

    page = reviewer.get(answer.headers["location"])
    assert "坏.docx" in page
    assert "未予审查" in page
    assert reviewer.post("/drafts/new", {"text": " "}).status_code == 422
    assert reviewer.post("/drafts/new", {"text": "稿", "rank": "grand"}).status_code == 422


def test_addresses_that_lead_nowhere_are_pages_not_traces(reviewer: Person) -> None:
    for path, status in (
        ("/drafts/x", 422), ("/drafts/0", 404), ("/drafts/99999999999999999999", 404), ("/nothing", 404),
        ("/drafts/1/versions/1/opinion.docx", 404), ("/archive/report.xlsx", 422),
    ):  # fmt: skip
        assert "<h1>" in reviewer.get(path, status)


def test_files_are_given_back_as_they_came_and_with_findings_marked(office: Office, reviewer: Person) -> None:
    document, buffer = Document(), io.BytesIO()
    for line in FAULTY.splitlines():
        document.add_paragraph(line)
    document.save(buffer)
    answer = reviewer.post("/drafts/new", files={"file": ("../稿<1>.docx", buffer.getvalue())})
    office.work_off()
    draft = answer.headers["location"]

    page = reviewer.get(draft)
    original = reviewer.client.get(f"{draft}/versions/1/file")
    marked = reviewer.client.get(f"{draft}/versions/1/annotated")

    assert "稿&lt;1&gt;.docx" in page
    assert original.content == buffer.getvalue()
    assert original.headers["content-disposition"] == "attachment; filename*=UTF-8''%E7%A8%BF%3C1%3E.docx"
    assert list(Document(io.BytesIO(marked.content)).comments)
    Person(office, "丙").get(f"{draft}/versions/1/file", 404)


def test_submitters_and_reviewers_talk_on_the_draft_reviewers_alone_on_findings(office: Office) -> None:
    owner, reviewer = Person(office, "丙"), Person(office, "甲")
    draft = owner.submit(FAULTY)
    key = next(iter(cards(reviewer.get(f"/drafts/{draft}"))))
    path, form = f"/drafts/{draft}/comments", {"version": "1"}

    assert reviewer.post(path, {**form, "text": "请补充依据"}).status_code == 303
    assert owner.post(path, {**form, "text": "已经补充"}).status_code == 303
    assert reviewer.post(path, {**form, "text": "内部意见", "about": key}).status_code == 303
    assert owner.post(path, {**form, "text": "越界", "about": key}).status_code == 403

    seen = owner.get(f"/drafts/{draft}")
    assert "请补充依据" in seen
    assert "内部意见" not in seen
    shown = reviewer.get(f"/drafts/{draft}")
    assert "已经补充" in shown
    assert "内部意见" in shown
    assert "越界" not in shown


def test_what_nobody_foresaw_is_a_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("内情")

    person = Person(office, "甲")
    monkeypatch.setattr(type(office.desk), "drafts", fail)
    browser = TestClient(site_of(office), raise_server_exceptions=False, cookies=dict(person.client.cookies))
    answer = browser.get("/drafts")

    assert answer.status_code == 500
    assert "处理时程序出错" in answer.text
    assert "内情" not in answer.text
