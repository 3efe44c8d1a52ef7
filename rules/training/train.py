"""Weighs the words of labelled clauses: writes ``hefa_rules/evidence/words.json``.

    python rules/training/train.py --ordinary FOLDER

Speaks for a category: clauses labelled with it (``clauses/*.jsonl``, the earlier blind rounds) and the
examples that a rule of it must find. Speaks against: all other clauses, the examples a rule must leave
alone, and sentences of ordinary documents (``--ordinary``, texts without labels, taken as lawful). Gold sets
are not learned from, so that they can measure. Needs scikit-learn, which nothing else here does.
"""

import argparse
import base64
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
PACK = HERE.parent / "hefa_rules"
ROUNDS = HERE.parents[1] / "tests" / "blind"
LEARNED_ROUNDS = tuple(f"round-{number}" for number in range(1, 8))
ORDINARY = 10_000  # sentences
GRAMS = 12_000
STRENGTH = 4.0  # inverse of regularisation
LEAST = 0.75  # probability
NOT_CONTENT = {"citation", "form", "technique", "procedure", "consistency"}
OTHER_RULES = 0.3  # weight of a clause that was labelled for one category only
SPARED_BY_OTHERS = 0.5


def main() -> None:
    """Train and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ordinary", type=Path, required=True, help="folder of texts without labels")
    parser.add_argument("--out", type=Path, default=PACK / "evidence" / "words.json")
    options = parser.parse_args()
    clauses = [*_clauses(), *_examples(), *_ordinary(options.ordinary)]
    texts = ["".join(clause["text"].split()) for clause in clauses]
    categories = sorted({name for clause in clauses for name in clause["violates"]})
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, binary=True, lowercase=False)
    counts = diags([len(text) ** -0.5 for text in texts]) @ vectorizer.fit_transform(texts)
    first = _fit(counts, clauses, categories)
    frequency = np.asarray((counts > 0).sum(0))[0]
    importance = (np.abs(first[0]) * np.sqrt(frequency)).max(0)
    kept = np.sort(np.argsort(-importance, kind="stable")[:GRAMS])
    weights, intercepts = _fit(counts.tocsc()[:, kept], clauses, categories)
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(_table(vectorizer.get_feature_names_out()[kept], categories, weights, intercepts))


def _clauses() -> Iterator[dict[str, Any]]:
    files = [
        *sorted((HERE / "clauses").glob("*.jsonl")),
        *(ROUNDS / f"{name}.jsonl" for name in LEARNED_ROUNDS),
    ]
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            clause = json.loads(line)
            yield {"text": clause["text"], "violates": clause["violates"], "whole": True}


def _examples() -> Iterator[dict[str, Any]]:
    """Yield the examples of rules: labelled for one category only."""
    for file in sorted(PACK.glob("*/*.yml")):
        rule = yaml.safe_load(file.read_text(encoding="utf-8"))
        if not isinstance(rule, dict) or "examples" not in rule or rule["category"] in NOT_CONTENT:
            continue
        if any("evidence" in condition for condition in rule["when"]):
            continue
        for example in rule["examples"]["fires"]:
            yield {"text": example["text"], "violates": [rule["category"]], "whole": False}
        for example in rule["examples"]["silent"]:
            yield {"text": example["text"], "violates": [], "whole": False, "not": rule["category"]}


def _ordinary(folder: Path) -> list[dict[str, Any]]:
    sentences = [
        f"{sentence.strip()}。"
        for file in sorted(folder.glob("*.txt"))
        for sentence in re.split("[。\n]", file.read_text(encoding="utf-8"))
        if 15 < len(sentence.strip()) < 200
    ]
    chosen = random.Random(1).sample(sorted(set(sentences)), ORDINARY)  # noqa: S311 - no secret
    return [{"text": sentence, "violates": [], "whole": True} for sentence in chosen]


def _fit(counts: Any, clauses: list[dict[str, Any]], categories: list[str]) -> tuple[Any, list[float]]:  # noqa: ANN401
    weights, intercepts = [], []
    for category in categories:
        speaks = np.array([category in clause["violates"] for clause in clauses])
        rare = 2 * np.sqrt((~speaks).sum() / speaks.sum())
        trust = [
            rare if yes else _trust_of_silence(clause, category)
            for clause, yes in zip(clauses, speaks, strict=True)
        ]
        model = LogisticRegression(C=STRENGTH, max_iter=1000, solver="liblinear", random_state=1)
        model.fit(counts, speaks, sample_weight=np.array(trust))
        weights.append(model.coef_[0])
        intercepts.append(float(model.intercept_[0]))
    return np.array(weights), intercepts


def _trust_of_silence(clause: dict[str, Any], category: str) -> float:
    if clause["whole"] or clause.get("not") == category:
        return 1.0
    return SPARED_BY_OTHERS if "not" in clause else OTHER_RULES


def _table(grams: Any, categories: list[str], weights: Any, intercepts: list[float]) -> str:  # noqa: ANN401
    scale = float(np.abs(weights).max()) / 127
    levels = np.clip(np.round(weights.T / scale), -127, 127).astype(np.int16) + 128
    table = {
        "categories": categories,
        "grams": list(grams),
        "weights": base64.b64encode(levels.astype(np.uint8).tobytes()).decode(),
        "scale": round(scale, 6),
        "intercepts": [round(value, 4) for value in intercepts],
        "least": round(float(np.log(LEAST / (1 - LEAST))), 4),
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
