"""The API held against its own description: whatever fits or does not fit it, nothing breaks."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from service_maker import FAULTY, Office, office_in

pytest.importorskip("fastapi", reason="the service is not installed")
schemathesis = pytest.importorskip("schemathesis", reason="the tester of schemas is not installed")

EXAMPLES = 12
"""Requests for each route and kind; more by hand: EXAMPLES=200 finds nothing either."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = office_in(tmp_path_factory.mktemp("schema"))
    made.desk.submit(made.account("丙"), "草案.txt", FAULTY.encode())
    made.work_off()
    yield made
    made.desk.database.close()


@pytest.fixture(scope="module")
def api(office: Office) -> object:
    from hefa.service.app import create_app  # noqa: PLC0415

    app = create_app(office.desk.settings, desk=office.desk)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_is_described(case: "schemathesis.Case", office: Office) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {office.keys['主任']}"})
