"""A desk with people at it, and jobs done in this process: for the tests of the service and its pages."""

from dataclasses import dataclass, field
from pathlib import Path

from hefa.service.database import Database
from hefa.service.desk import Desk, open_desk
from hefa.service.queue import Queue
from hefa.service.records import Account
from hefa.service.settings import Settings
from hefa.service.work import Bench, Finished

FAULTY = """青禾县人民政府关于印发《民宿经营管理办法》的通知
青政规〔2026〕3号

第一条　为了规范民宿经营，制定本办法。
第二条　从事民宿经营的，应当经街道办事处核准后方可营业。
第三条　违反本办法规定的，由县文化和旅游局处五千元以下罚款。
第四条　本办法自2026年5月1日起施行，有效期五年。

青禾县人民政府
2026年3月2日
"""
MENDED = FAULTY.replace("第三条　违反本办法规定的，由县文化和旅游局处五千元以下罚款。\n", "").replace(
    "第四条", "第三条"
)

ROLE_OF = {
    ("post", "/api/v1/drafts"): "submitter",
    ("post", "/api/v1/drafts/text"): "submitter",
    ("get", "/api/v1/drafts"): "submitter",
    ("get", "/api/v1/drafts/{draft}"): "submitter",
    ("post", "/api/v1/drafts/{draft}/comments"): "submitter",
    ("put", "/api/v1/drafts/{draft}/assignee"): "reviewer",
    ("put", "/api/v1/drafts/{draft}/due"): "reviewer",
    ("get", "/api/v1/jobs/{job}"): "submitter",
    ("get", "/api/v1/versions/{version}"): "submitter",
    ("get", "/api/v1/versions/{version}/file"): "submitter",
    ("get", "/api/v1/versions/{version}/opinion"): "submitter",
    ("get", "/api/v1/versions/{version}/annotated"): "submitter",
    ("get", "/api/v1/versions/{version}/text"): "submitter",
    ("get", "/api/v1/versions/{old}/compare/{new}"): "submitter",
    ("get", "/api/v1/versions/{version}/decisions"): "submitter",
    ("post", "/api/v1/versions/{version}/decisions"): "reviewer",
    ("get", "/api/v1/versions/{version}/additions"): "submitter",
    ("post", "/api/v1/versions/{version}/additions"): "reviewer",
    ("delete", "/api/v1/additions/{addition}"): "reviewer",
    ("get", "/api/v1/versions/{version}/signatures"): "submitter",
    ("post", "/api/v1/versions/{version}/signatures"): "reviewer",
    ("post", "/api/v1/versions/{version}/issue"): "reviewer",
    ("get", "/api/v1/versions/{version}/issued"): "submitter",
    ("get", "/api/v1/rules"): "submitter",
    ("get", "/api/v1/rules/{rule}"): "submitter",
    ("get", "/api/v1/statutes"): "submitter",
    ("get", "/api/v1/statutes/article"): "submitter",
    ("get", "/api/v1/statutes/search"): "submitter",
    ("get", "/api/v1/search"): "submitter",
    ("get", "/api/v1/accounts/me"): "submitter",
    ("get", "/api/v1/accounts"): "reviewer",
    ("post", "/api/v1/accounts"): "administrator",
    ("delete", "/api/v1/accounts/{name}"): "administrator",
    ("get", "/api/v1/log"): "administrator",
    ("get", "/metrics"): "submitter",
    ("get", "/health"): "none",
}
"""Who may use which route: the description of the API must say the same, route by route."""


@dataclass
class Office:
    """A desk, and accounts by name with their keys: 甲 and 乙 review, 丙 and 丁 submit, 主任 administers."""

    desk: Desk
    queue: Queue
    bench: Bench
    keys: dict[str, str] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        return self.desk.account_of(self.keys[name])

    def work_off(self) -> int:
        """Review, in this process, all that waits; return how many."""
        count = 0
        while tasks := self.queue.claim(20):
            reviews = [(task, self.bench.do(task)) for task in tasks]
            self.queue.finish((task, done) for task, done in reviews if isinstance(done, Finished))
            count += len(tasks)
        return count


PEOPLE = {
    "主任": "administrator",
    "甲": "reviewer",
    "乙": "reviewer",
    "丙": "submitter",
    "丁": "submitter",
}


def make_office(settings: Settings) -> Office:
    """Open a desk in a folder, with people."""
    bench, database = Bench(settings), None
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.where)
    desk = open_desk(settings, database=database, ask=bench.do)
    office = Office(desk, Queue(database, desk.files, settings, "tests"), bench)
    office.keys = {name: desk.add_account(None, name, role) for name, role in PEOPLE.items()}
    return office


def office_in(folder: Path, **changes: object) -> Office:
    """Open a desk in a folder with settings of its own."""
    return make_office(Settings(folder, **changes))  # type: ignore[arg-type]
