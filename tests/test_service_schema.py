"""The API held against its own description: whatever fits or does not fit it, nothing breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from service_maker import FAULTY, ROLE_OF, Office, office_in

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


def test_every_answer_is_one_that_is_described(office: Office) -> None:
    # Values of the right form may still be refused: a rank there is not, a file that is empty.
    from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: PLC0415

    from hefa.service.app import create_app  # noqa: PLC0415

    app = create_app(office.desk.settings, desk=office.desk)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    head = {"Authorization": f"Bearer {office.keys['主任']}"}
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            case.call_and_validate(headers=head, excluded_checks=[positive_data_acceptance])

        holds()
        tried += 1

    assert tried == len(ROLE_OF)
