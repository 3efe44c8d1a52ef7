"""The API: what it answers to whom, and what it does not let through."""

import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from service_maker import FAULTY, MENDED, ROLE_OF, Office, office_in

pytest.importorskip("fastapi", reason="the service is not installed")
from starlette.testclient import TestClient

from hefa.archive import open_store
from hefa.archive.rows import rows_of
from hefa.archive.store import put_document, put_version
from hefa.model.statute import Article, Statute, statute_key
from hefa.read import read_text
from hefa.review import Reviewer
from hefa.service.app import create_app
from hefa.service.keys import ROLES
from hefa.statutes.write import write_library

NAMES = {"submitter": "丁", "reviewer": "乙", "administrator": "主任"}
HOSTILE = """青禾县人民政府关于<script>alert(1)</script>的通知

第一条　从事民宿经营的，应当经<img src=x onerror=alert(2)>街道办事处核准后方可营业。
第二条　=HYPERLINK("http://198.51.100.1","点")违反规定的，由县文化和旅游局处五千元以下罚款。

青禾县人民政府
2026年3月2日
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("api")
    article = Article(number=17, text="青禾法规定的事项不得另行设定。")
    statute = Statute(
        key=statute_key("青禾法"),
        title="青禾法",
        promulgated=datetime.date(2020, 1, 1),
        effective=datetime.date(2020, 2, 1),
        articles=(article,),
    )
    write_library(folder / "statutes.db", [statute])
    with open_store(folder / "archive.db", create=True) as store, store.write() as connection:
        examined = Reviewer().examine(read_text(FAULTY, "民宿.txt"))
        version = put_version(connection, rows_of(examined, "basis"))
        put_document(connection, "/存/民宿.txt", version, size=1, modified=1)
    made = office_in(
        folder / "data",
        max_bytes=200_000,
        statutes=folder / "statutes.db",
        store=str(folder / "archive.db"),
    )
    yield made
    made.desk.database.close()


@pytest.fixture(scope="module")
def client(office: Office) -> Iterator[TestClient]:
    with TestClient(create_app(office.desk.settings, desk=office.desk)) as made:
        yield made


def by(office: Office, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {office.keys[name]}"}


def submitted(client: TestClient, office: Office, text: str = FAULTY, **more: object) -> int:
    answer = client.post("/api/v1/drafts/text", json={"text": text, **more}, headers=by(office, "丙"))
    assert answer.status_code == 202, answer.text
    office.work_off()
    return int(answer.json()["version"])


def test_a_file_becomes_an_opinion_in_all_forms(client: TestClient, office: Office) -> None:
    head = by(office, "丙")
    answer = client.post(
        "/api/v1/drafts", files={"file": ("草案.txt", FAULTY.encode())}, data={"title": "民宿"}, headers=head
    )
    accepted = answer.json()
    before = client.get(f"/api/v1/jobs/{accepted['job']}", headers=head).json()
    office.work_off()
    job = client.get(f"/api/v1/jobs/{accepted['job']}", headers=head).json()
    path = f"/api/v1/versions/{accepted['version']}"
    forms = {
        form: client.get(f"{path}/opinion", params={"format": form}, headers=head)
        for form in ("json", "html", "docx", "xlsx")
    }

    assert (answer.status_code, before["state"], job["state"]) == (202, "queued", "done")
    assert {form: said.status_code for form, said in forms.items()} == dict.fromkeys(forms, 200)
    assert [one["rule"] for one in forms["json"].json()["findings"]] == [
        "citation-010",
        "permit-001",
        "penalty-001",
    ]
    assert forms["html"].text.startswith("<!DOCTYPE html>")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(forms["docx"].content)).namelist()
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(forms["xlsx"].content)).namelist()
    assert client.get(f"{path}/file", headers=head).content == FAULTY.encode()
    assert client.get(f"{path}/text", headers=head).text == FAULTY
    assert client.get(f"/api/v1/drafts/{accepted['draft']}", headers=head).json()["title"] == "民宿"
    assert client.get(f"{path}/annotated", headers=head).json()["problem"].startswith("草案是 txt 格式")


def test_a_draft_goes_the_whole_way(client: TestClient, office: Office) -> None:
    first = submitted(client, office)
    draft = client.get(f"/api/v1/versions/{first}", headers=by(office, "甲")).json()["draft"]
    version = submitted(client, office, MENDED, draft=draft)
    path = f"/api/v1/versions/{version}"
    found = client.get(f"{path}/opinion", headers=by(office, "甲")).json()["findings"]
    decision = {"fingerprint": found[0]["fingerprint"], "verdict": "reject", "reason": "依据另有规定"}
    own = {"start": 0, "end": 3, "category": "form", "severity": "notice", "message": "疑似不规范"}

    def post(name: str, where: str, body: object = None) -> int:
        return client.post(f"{path}/{where}", json=body, headers=by(office, name)).status_code

    assert post("甲", "decisions", decision) == 201
    assert post("乙", "additions", own) == 201
    assert post("甲", "issue") == 409
    assert [post(name, "signatures", {"note": "同意"}) for name in ("甲", "乙")] == [201, 201]
    letter = client.post(f"{path}/issue", headers=by(office, "甲"))
    kept = client.get(f"{path}/opinion?format=docx", headers=by(office, "丙"))
    assert letter.status_code == 200
    assert kept.content == letter.content
    assert client.get(f"{path}/issued", headers=by(office, "丙")).json()["by"] == "甲"
    stands = client.get(f"{path}/opinion", headers=by(office, "丙")).json()
    assert stands["decided"][0]["decision"]["reason"] == "依据另有规定"
    assert any(one["rule"] == "officer" for one in stands["findings"])
    raw = client.get(f"{path}/opinion?decided=false", headers=by(office, "丙")).json()
    assert (len(raw["findings"]), raw["decided"]) == (len(found), [])
    compared = client.get(f"/api/v1/versions/{first}/compare/{version}", headers=by(office, "丙")).json()
    assert compared["counts"]["removed"] == 1
    rows = client.get("/api/v1/drafts", params={"state": "issued"}, headers=by(office, "甲")).json()
    assert [row["id"] for row in rows] == [draft]


def test_rules_statutes_and_the_archive_can_be_looked_up(client: TestClient, office: Office) -> None:
    def get(path: str, **query: object) -> object:
        answer = client.get(f"/api/v1/{path}", params=query, headers=by(office, "丙"))  # type: ignore[arg-type]
        return answer.json() if answer.status_code == 200 else answer.status_code

    rules = get("rules", category="permit")
    assert isinstance(rules, list)
    assert {rule["category"] for rule in rules} == {"permit"}
    assert get("rules/permit-001")["name"]  # type: ignore[index]
    assert get("rules/none-001") == 404
    assert get("statutes", name="青禾") == [
        {"title": "青禾法", "promulgated": "2020-01-01", "effective": "2020-02-01"}
    ]
    article = get("statutes/article", law="青禾法", article="17")
    assert article["text"] == "青禾法规定的事项不得另行设定。"  # type: ignore[index,call-overload]
    assert get("statutes/article", law="青禾法", article="18") == 404
    assert get("statutes/article", law="青禾法", article="17", as_of="2019-01-01") == 404
    assert get("statutes/article", law="没有的法", article="17") == 404
    assert [hit["label"] for hit in get("statutes/search", words="另行设定")] == ["第十七条"]  # type: ignore[attr-defined]
    found = get("search", words="街道办事处核准")
    assert [hit["path"] for hit in found["hits"]] == ["/存/民宿.txt"]  # type: ignore[index,call-overload]
    assert get("search", words="x", category="none") == 422


def test_every_route_has_its_role(client: TestClient) -> None:
    described = {
        (method, path): operation["x-role"]
        for path, methods in client.get("/api/v1/openapi.json").json()["paths"].items()
        for method, operation in methods.items()
    }

    assert described == ROLE_OF


@pytest.mark.parametrize(("method", "path"), sorted(ROLE_OF))
def test_each_route_answers_to_its_roles_alone(
    client: TestClient, office: Office, method: str, path: str
) -> None:
    role = ROLE_OF[method, path]
    real = path.replace("{name}", "nobody").replace("{rule}", "none")
    for part in ("draft", "job", "version", "addition", "old", "new"):
        real = real.replace(f"{{{part}}}", "4000000")

    def status(key: str | None) -> int:
        head = {"Authorization": f"Bearer {key}"} if key is not None else {}
        return client.request(method, real, headers=head).status_code

    if role == "none":
        assert status(None) == 200
        return
    own = office.keys["主任"]
    for wrong in (None, "", "x", own[:-1], own + "A", own.replace("hefa_1_", "hefa_2_"), "hefa_1_"):
        assert status(wrong) == 401, wrong
    for one in ROLES:
        answer = status(office.keys[NAMES[one]])
        if ROLES.index(one) < ROLES.index(role):  # type: ignore[arg-type]
            assert answer == 403, one
        else:
            assert answer not in {401, 403}, one
            assert answer < 500


def test_a_key_that_was_revoked_opens_nothing(client: TestClient, office: Office) -> None:
    boss = by(office, "主任")
    made = client.post("/api/v1/accounts", json={"name": "庚", "role": "reviewer"}, headers=boss)
    head = {"Authorization": f"Bearer {made.json()['key']}"}
    assert client.get("/api/v1/accounts/me", headers=head).json()["name"] == "庚"
    assert client.delete("/api/v1/accounts/庚", headers=boss).status_code == 204
    answer = client.get("/api/v1/accounts/me", headers=head)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    log = client.get("/api/v1/log", params={"limit": 2}, headers=boss).json()
    assert [(entry["action"], entry["account"]) for entry in log] == [
        ("key.revoke", "主任"),
        ("key.add", "主任"),
    ]
    assert made.json()["key"] not in json.dumps(log)


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x", "..\\..\\x.txt", "/etc/passwd", 'a"; x="b\r\nX: y.txt']
)
def test_names_of_files_lead_nowhere(client: TestClient, office: Office, name: str) -> None:
    folder = office.desk.settings.data
    answer = client.post(
        "/api/v1/drafts/text", json={"text": f"{FAULTY}{name}", "filename": name}, headers=by(office, "丙")
    )
    version = answer.json()["version"]
    office.work_off()
    shown = client.get(f"/api/v1/versions/{version}", headers=by(office, "丙")).json()
    file = client.get(f"/api/v1/versions/{version}/file", headers=by(office, "丙"))

    assert not set("/\\\r\n") & set(shown["filename"])
    assert "x" not in file.headers
    assert file.headers["content-disposition"].startswith('attachment; filename="')
    kept = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
    assert kept <= {"hefa.db", "hefa.db-wal", "hefa.db-shm", "files"}


def test_script_in_drafts_and_reasons_stays_text(client: TestClient, office: Office) -> None:
    version = submitted(client, office, HOSTILE, title="<script>alert(4)</script>")
    path, head = f"/api/v1/versions/{version}", by(office, "甲")
    found = client.get(f"{path}/opinion", headers=head).json()["findings"]
    reason = "<script>alert(3)</script><iframe>"
    for finding in found[:1]:
        body = {"fingerprint": finding["fingerprint"], "verdict": "reject", "reason": reason}
        assert client.post(f"{path}/decisions", json=body, headers=head).status_code == 201

    page = client.get(f"{path}/opinion?format=html", headers=head)
    said = client.get(f"{path}/opinion", headers=head)

    for marks in ("<script>alert", "<img src=x", "<iframe>"):
        assert marks not in page.text
    assert "&lt;script&gt;alert(3)" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert said.headers["content-type"] == "application/json"
    assert said.headers["x-content-type-options"] == "nosniff"
    assert said.json()["decided"][0]["decision"]["reason"] == reason
    old = submitted(client, office, HOSTILE.replace("五千", "六千"))
    compared = client.get(f"/api/v1/versions/{old}/compare/{version}?format=html", headers=head)
    assert "<script>alert" not in compared.text


def test_cells_hold_no_formula(client: TestClient, office: Office) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the reader of workbooks is not installed")
    version = submitted(client, office, HOSTILE)
    content = client.get(f"/api/v1/versions/{version}/opinion?format=xlsx", headers=by(office, "丙")).content

    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_only_administrators_name_an_address_to_be_told(client: TestClient, office: Office) -> None:
    body = {"text": FAULTY, "options": {"callback": "http://198.51.100.1/"}}

    answers = [
        client.post("/api/v1/drafts/text", json=body, headers=by(office, name)).status_code
        for name in ("丙", "甲", "主任")
    ]

    assert answers == [403, 403, 409]  # the service has no secret to sign with


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "\ud800"},
        {"text": 5},
        {"text": "x", "draft": 0},
        {"text": "x", "draft": 2**70},
        {"text": "x", "options": {"rank": "国王"}},
        {"text": "x", "options": {"tracked": "none"}},
        {"text": "x", "options": {"unknown": 1}},
        {"text": "x", "title": "长" * 400},
        [],
    ],
)
def test_what_has_not_the_form_is_refused_in_one_line(
    client: TestClient, office: Office, body: object
) -> None:
    answer = client.post(
        "/api/v1/drafts/text",
        content=json.dumps(body),
        headers={**by(office, "丙"), "Content-Type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("HF606 ")
    assert "\n" not in answer.json()["detail"]


def test_addresses_that_are_none_are_one_line_too(client: TestClient, office: Office) -> None:
    head = by(office, "丙")
    for status, answer in (
        (404, client.get("/api/v1/none", headers=head)),
        (405, client.patch("/api/v1/drafts", headers=head)),
        (422, client.post("/api/v1/drafts/text", content=b"{", headers=head)),
        (
            400,
            client.post(
                "/api/v1/drafts", content=b"x", headers={**head, "Content-Type": "multipart/form-data"}
            ),
        ),
    ):
        assert answer.status_code == status
        assert answer.json()["detail"].startswith("HF60")


def test_pages_answer_for_all_but_the_api(client: TestClient) -> None:
    answers = [
        client.request(method, path)
        for method, path in (
            ("GET", "/none"),
            ("GET", "/api/v1/none"),
            ("PATCH", "/api/v1/drafts/1"),
            ("POST", "/health"),
        )
    ]

    assert answers[0].headers["content-type"].startswith("text/html")
    assert [answer.status_code for answer in answers[1:]] == [404, 405, 405]
    assert answers[1].json()["problem"] == "没有这个地址"
    assert answers[2].headers["allow"] == "GET, HEAD"


def test_an_upload_sent_again_under_its_key_is_the_same(client: TestClient, office: Office) -> None:
    headers = by(office, "丙") | {"Idempotency-Key": "6f1c-重发".encode().hex()}
    body = {"text": FAULTY + "重发", "filename": "稿.txt"}
    file = {"file": ("稿.txt", (FAULTY + "上传").encode())}
    other = headers | {"Idempotency-Key": "another"}

    texts = [client.post("/api/v1/drafts/text", json=body, headers=headers) for _ in range(2)]
    files = [client.post("/api/v1/drafts", files=file, headers=other) for _ in range(2)]
    wrong = client.post("/api/v1/drafts/text", json=body | {"title": "别的"}, headers=headers)
    unfit = client.post("/api/v1/drafts/text", json=body, headers=headers | {"Idempotency-Key": "a b"})

    assert [answer.status_code for answer in (*texts, *files)] == [202] * 4
    assert texts[0].json() == texts[1].json()
    assert files[0].json() == files[1].json() != texts[0].json()
    assert wrong.status_code == 422
    assert wrong.json()["where"] == "Idempotency-Key"
    assert wrong.json()["problem"] == "一天之内已经用于另一次送审"
    assert unfit.json()["problem"] == "不合格式"
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/drafts"]["post"]
    [header] = [one for one in described["parameters"] if one["in"] == "header"]
    assert "不会重复审查" in header["description"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/health", 200), ("/", 303), ("/sign-in", 200), ("/static/workbench.css", 200), ("/none", 404),
     ("/metrics", 401), ("/api/v1/openapi.json", 200), ("/api/v1/drafts", 401)],
)  # fmt: skip
def test_head_is_answered_as_get_without_the_body(client: TestClient, path: str, status: int) -> None:
    told, got = client.head(path, follow_redirects=False), client.get(path, follow_redirects=False)

    assert (told.status_code, told.content) == (got.status_code, b"")
    assert got.status_code == status
    for name in ("content-type", "content-length", "location", "cache-control"):
        assert told.headers.get(name) == got.headers.get(name)


def test_the_service_tells_how_it_is(client: TestClient, office: Office) -> None:
    submitted(client, office)
    counted = client.get("/metrics", headers=by(office, "丁")).text

    assert client.get("/health").json()["status"] == "ok"
    assert 'hefa_jobs{state="done"}' in counted
    assert 'route="/api/v1/drafts/text",status="202"' in counted
    assert "民宿" not in counted


def test_the_store_keeps_no_file_twice(client: TestClient, office: Office) -> None:
    files: Path = office.desk.settings.files
    one, two = submitted(client, office, FAULTY + "甲"), submitted(client, office, FAULTY + "甲")

    digests = {
        client.get(f"/api/v1/versions/{version}", headers=by(office, "丙")).json()["sha256"]
        for version in (one, two)
    }
    assert one != two
    assert len(digests) == 1
    assert len(list(files.rglob(digests.pop()))) == 1


def test_what_nobody_foresaw_tells_nothing_of_the_inside(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("内情")

    monkeypatch.setattr(type(office.desk), "drafts", fail)
    app = create_app(office.desk.settings, desk=office.desk)
    answer = TestClient(app, raise_server_exceptions=False).get("/api/v1/drafts", headers=by(office, "丙"))

    assert answer.status_code == 500
    assert answer.json().keys() == {"code", "detail", "where", "problem", "remedy"}
    assert answer.json()["problem"] == "处理时程序出错"
    assert "内情" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
