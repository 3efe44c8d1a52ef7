"""The workbench in a real browser: from draft to issued opinion, by keyboard, wide and narrow."""

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from docx import Document
from service_maker import FAULTY, MENDED, Office, office_in
from workbench_maker import site_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM = Path("/usr/bin/chromium")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_in(tmp_path / "data")


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """Serve the pages at a free port, and review what comes in."""
    server = uvicorn.Server(uvicorn.Config(site_of(office), port=0, log_level="error", lifespan="off"))
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.1):
            office.work_off()

    threads = [threading.Thread(target=server.run), threading.Thread(target=work)]
    for thread in threads:
        thread.start()
    for _ in range(300):
        if server.started:
            break
        over.wait(0.1)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    over.set()
    for thread in threads:
        thread.join(timeout=20)


@dataclass
class Desk:
    """Somebody at a screen; ``said`` is what the browser complains of."""

    page: "Page"
    address: str
    said: list[str] = field(default_factory=list)

    def hear(self, message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            self.said.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, key: str) -> None:
        self.go("/sign-in")
        self.page.get_by_label("密钥").fill(key)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/drafts")

    def submit(self, path: Path) -> None:
        self.go("/drafts/new")
        self.page.get_by_label("上传文件").set_input_files(path)
        self.page.get_by_role("button", name="提交审查").click()
        self.page.wait_for_selector(".panes")
        self.page.wait_for_load_state()

    @property
    def here(self) -> str:
        """The number of the finding one stands on."""
        return str(self.page.locator(".card.here .number").inner_text())

    def overflow(self) -> int:
        """How many pixels of the page lie beyond the right edge of the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def sit_down(browser: "Browser", address: str, office: Office) -> Iterator[Callable[..., Desk]]:
    """Give what opens a browser for a person of the office; nothing it complains of is let pass."""
    desks: list[Desk] = []

    def open_desk(name: str, size: dict[str, int] = WIDE, **options: object) -> Desk:
        context = browser.new_context(viewport=size, locale="zh-CN", **options)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        desk = Desk(context.new_page(), address)
        desk.page.on("console", desk.hear)
        desk.page.on("pageerror", lambda error: desk.said.append(str(error)))
        desks.append(desk)
        desk.sign_in(office.keys[name])
        return desk

    yield open_desk
    assert [words for desk in desks for words in desk.said] == []
    for desk in desks:
        desk.page.context.close()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "民宿办法.docx"
    document = Document()
    for line in FAULTY.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    return path


def select_words(page: "Page", words: str) -> None:
    """Select words of the draft, as a mouse would."""
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
          }
        }""",
        words,
    )
    page.wait_for_timeout(50)


def add_own(page: "Page") -> None:
    """Add a finding on words selected in the draft."""
    select_words(page, "有效期五年")
    page.keyboard.press("n")
    assert page.locator("#quote").input_value() == "有效期五年"
    page.get_by_label("级别").select_option("improper")
    page.get_by_label("类别").select_option("technique")
    page.locator("#message").fill("没有写届满日期")
    page.get_by_role("button", name="补充", exact=True).click()
    page.wait_for_selector(".badge.own")
    assert page.locator("mark", has_text="有效期五年").count() == 1


def reject_and_withdraw(page: "Page") -> None:
    """Reject the finding added, with markup in the reason, and withdraw that."""
    page.wait_for_selector(".card.here .badge.own")
    page.keyboard.press("r")
    page.keyboard.type("理由<img src=x onerror=alert(1)>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card[data-verdict=reject]")
    assert page.locator(".card[data-verdict=reject] img").count() == 0
    page.locator(".card[data-verdict=reject] h3 a").click()
    page.keyboard.press("u")
    page.wait_for_selector(".card[data-verdict=reject]", state="detached")


def test_the_whole_way_by_keyboard(sit_down: Callable[..., Desk], office: Office, draft: Path) -> None:
    desk = sit_down("甲")
    desk.submit(draft)
    page, key = desk.page, desk.page.keyboard
    total = page.locator(".card").count()
    assert total >= 2

    key.press("j")
    assert desk.here == "1"
    key.press("j")
    assert desk.here == "2"
    key.press("k")
    key.press("a")
    page.wait_for_selector(".card[data-verdict=accept]")
    page.locator(".card.here .number", has_text="2").wait_for()

    key.press("e")
    key.press("Control+A")
    key.type("疑似没有依据设定罚款")
    page.get_by_role("button", name="采纳并改写").locator("visible=true").click()
    page.wait_for_selector(".card[data-verdict=edit]")
    assert page.locator("#standing").inner_text().count(f"已决定 2 / {total} 处") == 1

    add_own(page)
    reject_and_withdraw(page)

    key.press("?")
    assert page.get_by_role("dialog", name="键盘").is_visible()
    key.press("Escape")
    page.get_by_role("button", name="签署").click()
    page.wait_for_load_state()
    path = page.url.removeprefix(desk.address).partition("#")[0]

    second = sit_down("乙")
    second.go(path)
    second.page.get_by_role("button", name="签署").click()
    second.page.get_by_role("button", name="出具意见书").click()
    with second.page.expect_download() as taken:
        second.page.get_by_role("link", name="下载意见书").click()
    second.page.reload()
    with second.page.expect_download() as again:
        second.page.get_by_role("link", name="下载意见书").click()

    letter = Path(taken.value.path()).read_bytes()
    assert letter == Path(again.value.path()).read_bytes()
    document = Document(io.BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert "疑似没有依据设定罚款" in said
    assert "没有写届满日期" in said
    assert second.page.locator(".actions").count() == 0


def test_a_refusal_is_said_where_one_is(sit_down: Callable[..., Desk], draft: Path) -> None:
    desk = sit_down("甲")
    desk.submit(draft)
    page = desk.page
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("理由")
    page.evaluate("document.querySelector('.card.here textarea[name=reason]').required = false")
    page.locator(".card.here textarea[name=reason]").fill(" ")
    page.get_by_role("button", name="不采纳", exact=True).locator("visible=true").click()
    page.get_by_role("alert").wait_for()

    assert "没有写不采纳的理由" in page.get_by_role("alert").inner_text()
    assert page.locator(".card.here details[open]").count() == 1
    desk.said[:] = [words for words in desk.said if "422" not in words]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_scrolls_sideways(
    sit_down: Callable[..., Desk], office: Office, draft: Path, size: dict[str, int]
) -> None:
    account = office.account("甲")
    taken = office.desk.submit(account, "很长的名称" * 20 + ".txt", (FAULTY + "长" * 300).encode())
    office.desk.submit(account, "稿.txt", MENDED.encode(), draft=taken.draft)
    office.work_off()
    desk = sit_down("主任", size)

    for path in (
        "/drafts", "/drafts/new", f"/drafts/{taken.draft}", f"/drafts/{taken.draft}?version=1",
        f"/drafts/{taken.draft}/compare?old=1&new=2", "/archive/search", "/archive/report",
        "/archive/cleanup", "/accounts", "/log",
    ):  # fmt: skip
        desk.go(path)
        assert desk.page.locator("h1").count() == 1, path
        assert desk.overflow() <= 0, path
    desk.go(f"/drafts/{taken.draft}")
    for fold in desk.page.locator("summary").all():
        fold.click()
    assert desk.overflow() <= 0


def test_the_way_without_scripts(sit_down: Callable[..., Desk], draft: Path) -> None:
    desk = sit_down("甲", NARROW, java_script_enabled=False)
    desk.submit(draft)
    page = desk.page

    page.locator(".card").first.get_by_role("button", name="采纳", exact=False).first.click()
    page.wait_for_selector(".card[data-verdict=accept]")
    page.locator(".card[data-verdict=''] summary", has_text="不采纳").first.click()
    page.get_by_label("不采纳的理由").locator("visible=true").fill("上位法已有规定")
    page.locator(".card[data-verdict=''] details[open] button").click()
    page.wait_for_selector(".card[data-verdict=reject]")
    page.get_by_role("button", name="签署").click()

    assert page.get_by_text("甲 已签署").count() == 1


def test_a_link_from_another_site_leads_to_the_draft(
    sit_down: Callable[..., Desk], office: Office, address: str
) -> None:
    taken = office.desk.submit(office.account("甲"), "稿.txt", FAULTY.encode())
    office.work_off()
    desk = sit_down("甲")
    desk.page.goto(address.replace("127.0.0.1", "localhost") + "/sign-in")
    desk.page.evaluate(
        "to => { document.querySelector('h1').innerHTML = `<a href='${to}'>草案</a>`; }",
        (f"{address}/drafts/{taken.draft}"),
    )
    desk.page.get_by_role("link", name="草案").click()
    desk.page.wait_for_selector(".panes")
    assert desk.page.url == f"{address}/drafts/{taken.draft}"
