"""Clauses written from the law by authors who had not seen the rules: a floor under what is found in them.

``blind/round-N.jsonl`` has 60 lawful and 60 unlawful clauses each. The rules were mended after the first
scores of rounds 1 to 4 (F1 0.70, 0.56, 0.71, 0.66); round 5 (0.73) was only scored.
"""

from pathlib import Path

import pytest

from hefa.score import score_gold

BLIND = Path(__file__).parent / "blind"
FLOORS = {1: 0.94, 2: 0.94, 3: 0.94, 4: 0.94, 5: 0.70}


@pytest.mark.parametrize("number", FLOORS)
def test_what_was_found_is_still_found(number: int) -> None:
    [result] = score_gold(BLIND / f"round-{number}.jsonl").sets

    assert result.units == 120
    assert result.micro.f1 is not None
    assert result.micro.f1 >= FLOORS[number]
