"""The pages over an office, and a person who uses them as a browser does, for the tests of the workbench."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from service_maker import Office

from hefa.workbench import mount

_TOKEN = re.compile('name="csrf" value="([^"]+)"')


def site_of(office: Office) -> FastAPI:
    """Return an application that serves the pages alone."""
    app = FastAPI()
    mount(app, office.desk, office.desk.settings)
    return app


@dataclass
class Person:
    """Somebody at a browser; ``name`` is one of the office, or nobody."""

    office: Office
    name: str = ""
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(site_of(self.office), follow_redirects=False)
        if self.name:
            token = self.token("/sign-in")
            form = {"key": self.office.keys[self.name], "csrf": token}
            assert self.client.post("/sign-in", data=form).headers["location"] == "/drafts"

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def token(self, path: str = "/drafts") -> str:
        found = _TOKEN.search(self.get(path))
        assert found
        return found[1]

    def post(self, path: str, form: Mapping[str, str] | None = None, **more: object) -> Response:
        return self.client.post(path, data={"csrf": self.token(), **(form or {})}, **more)  # type: ignore[arg-type]

    def submit(self, text: str, name: str = "稿", **form: str) -> int:
        """Hand in a text, have it reviewed, and return the number of the draft."""
        answer = self.post("/drafts/new", {"text": text, "name": name, **form})
        assert answer.status_code == 303, answer.text
        self.office.work_off()
        return int(answer.headers["location"].rpartition("/")[2])
