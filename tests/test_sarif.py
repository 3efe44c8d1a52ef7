"""The SARIF log: valid, its places exact, one log for several drafts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hefa.model.document import Location
from hefa.model.reviewed import Reviewed
from hefa.opinion.sarif import render_sarif

Review = Callable[..., Reviewed]
SCHEMA = Path(__file__).parents[2] / "shared" / "schemas" / "sarif-schema-2.1.0.json"
TEXT = "第一条 𠮷镇\r\n未经批准，\n不得摆摊。\n"


def run_of(*reviews: Reviewed) -> dict[str, Any]:
    log = json.loads(render_sarif(reviews))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def test_log_is_valid(review: Review) -> None:
    if not SCHEMA.exists():
        pytest.skip(f"the public schema is not part of the project; looked for at {SCHEMA}")
    hostile = {"message": "<script>=cmd()\x00\x1b", "replacement": "经\x00批准"}
    nowhere = {"quote": "", "location": Location(start=0, end=0)}
    reviews = [
        review(TEXT, ("未经批准", hostile), ("不得", nowhere), name="目录/甲 稿.txt", notes=["看不清"]),
        review(name="/乙.doc", conclusion="unreadable", notes=["读不了"]),
        review(name="-"),
    ]

    validator = jsonschema.Draft7Validator(
        json.loads(SCHEMA.read_text("utf-8")), format_checker=jsonschema.FormatChecker()
    )
    assert [error.message for error in validator.iter_errors(json.loads(render_sarif(reviews)))] == []
    assert [error.message for error in validator.iter_errors(json.loads(render_sarif([])))] == []


def test_region_counts_code_points_lines_and_columns(review: Review) -> None:
    run = run_of(review(TEXT, ("𠮷镇", {}), ("批准，\n不得", {})))

    assert run["columnKind"] == "unicodeCodePoints"
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    wanted = [
        {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 7, "charOffset": 4, "charLength": 2},
        {"startLine": 2, "startColumn": 3, "endLine": 3, "endColumn": 3, "charOffset": 10, "charLength": 6},
    ]
    assert [region | {"snippet": None} for region in regions] == [one | {"snippet": None} for one in wanted]
    assert [region["snippet"]["text"] for region in regions] == ["𠮷镇", "批准，\n不得"]


def test_finding_on_no_words_has_no_region(review: Review) -> None:
    nowhere = {"quote": "", "location": Location(start=0, end=0, label="全文")}
    [result] = run_of(review(TEXT, ("不得", nowhere)))["results"]

    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "全文"}]


def test_severities_are_levels_and_results_point_to_their_rules(review: Review) -> None:
    found = [
        ("未经", {"rule": "permit-002", "severity": "notice"}),
        ("批准", {"severity": "unlawful"}),
        ("不得", {"severity": "improper", "rule": "rights-001", "category": "rights"}),
    ]
    run = run_of(review(TEXT, *found))

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["permit-001", "permit-002", "rights-001"]
    assert [result["level"] for result in run["results"]] == ["note", "error", "warning"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["help"]["text"] for rule in rules)
    assert run["results"][0]["partialFingerprints"] == {"hefa/v1": "0123456789abcdef"}


def test_several_drafts_are_artifacts_of_one_run(review: Review) -> None:
    run = run_of(review(TEXT, ("未经", {}), name="a b.txt"), review(TEXT, ("未经", {}), name="/目录/b.txt"))

    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris == ["a%20b.txt", "file:///%E7%9B%AE%E5%BD%95/b.txt"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    assert places == [{"uri": uri, "index": index} for index, uri in enumerate(uris)]


def test_draft_that_cannot_be_read_fails_the_invocation(review: Review) -> None:
    run = run_of(review(TEXT, notes=["看不清"]), review(conclusion="unreadable", notes=["读不了"]))

    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(told["level"], told["message"]["text"]) for told in invocation["toolExecutionNotifications"]]
    assert told == [("note", "看不清"), ("error", "读不了")]
    assert run_of(review(TEXT))["invocations"][0]["executionSuccessful"] is True


def test_replacement_is_a_fix(review: Review) -> None:
    [result] = run_of(review(TEXT, ("不得", {"replacement": "可以"})))["results"]

    [change] = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "可以"}
    assert change["replacements"][0]["deletedRegion"]["charLength"] == 2
