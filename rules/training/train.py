"""Weighs the words and facts of labelled clauses: writes ``hefa_rules/evidence/words.json``.

    python rules/training/train.py --ordinary FOLDER

Speaks for a category: clauses labelled with it (``clauses/*.jsonl``, the earlier blind rounds) and the
examples that a rule of it must find. Speaks against: all other clauses, the examples a rule must leave
alone, and sentences of ordinary documents (``--ordinary``, texts without labels, taken as lawful). Gold sets
are not learned from, so that they can measure. The facts are what
the grammar makes of a clause with the lexicon as it is. Needs scikit-learn, which nothing else here does.
"""

import argparse
import base64
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import diags, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from hefa.extract import Extractor
from hefa.pack import load_packs
from hefa.parse import parse_document

HERE = Path(__file__).parent
PACK = HERE.parent / "hefa_rules"
ROUNDS = HERE.parents[1] / "tests" / "blind"
LEARNED_ROUNDS = tuple(f"round-{number}" for number in (*range(1, 8), *range(9, 14)))
ORDINARY = 10_000  # sentences
GRAMS = 12_000
STRENGTH = 8.0  # inverse of regularisation
FACTS = 1.5  # how much less what facts say is held back than what words say
LEAST, LEAST_IN_DRAFT = 0.67, 0.9  # probability
CONTEXT = {"rank", "issuer", "title", "heading", "lead", "clause", "sentence", "any", "shape"}
CONDITION = "shape.condition"  # the one shape that a provision has of itself
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
    categories = sorted({name for clause in clauses for name in clause["violates"]})
    texts = ["".join(clause["text"].split()) for clause in clauses]
    words = CountVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, binary=True, lowercase=False)
    of_words = _over_root(words.fit_transform(texts), [len(text) for text in texts])
    facts = CountVectorizer(analyzer=_own_symbols(), min_df=3, binary=True)
    had = facts.fit_transform(texts)
    of_facts = FACTS * _over_root(had, np.asarray(had.sum(1)).ravel())
    first = _fit(hstack([of_words, of_facts]).tocsr(), clauses, categories)[0][:, : of_words.shape[1]]
    frequency = np.asarray((of_words > 0).sum(0))[0]
    importance = (np.abs(first) * np.sqrt(frequency)).max(0)
    kept = np.sort(np.argsort(-importance, kind="stable")[:GRAMS])
    weights, intercepts = _fit(hstack([of_words.tocsc()[:, kept], of_facts]).tocsr(), clauses, categories)
    weights[:, len(kept) :] *= FACTS
    options.out.parent.mkdir(exist_ok=True)
    grams = list(words.get_feature_names_out()[kept])
    symbols = list(facts.get_feature_names_out())
    options.out.write_text(_table(grams, symbols, categories, weights, intercepts))


def _over_root(present: Any, sizes: Any) -> Any:  # noqa: ANN401
    return diags(np.maximum(np.asarray(sizes, dtype=float), 1) ** -0.5) @ present


def _own_symbols() -> Callable[[str], set[str]]:
    """Return what gives the symbols that the provisions of a bare clause have of themselves."""
    extractor = Extractor(load_packs().lexicon)

    def symbols(text: str) -> set[str]:
        provisions = extractor.provisions(text, parse_document(text, "normative"))
        found = {symbol for provision in provisions for symbol in provision.symbols}
        return {symbol for symbol in found if symbol.partition(".")[0] not in CONTEXT or symbol == CONDITION}

    return symbols


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


def _table(
    grams: list[str],
    symbols: list[str],
    categories: list[str],
    weights: Any,  # noqa: ANN401
    intercepts: list[float],
) -> str:
    scale = float(np.abs(weights).max()) / 127
    levels = np.clip(np.round(weights.T / scale), -127, 127).astype(np.int16) + 128
    table = {
        "categories": categories,
        "grams": grams,
        "symbols": symbols,
        "weights": base64.b64encode(levels.astype(np.uint8).tobytes()).decode(),
        "scale": round(scale, 6),
        "intercepts": [round(value, 4) for value in intercepts],
        "least": _log_odds(LEAST),
        "least_in_draft": _log_odds(LEAST_IN_DRAFT),
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


def _log_odds(probability: float) -> float:
    return round(float(np.log(probability / (1 - probability))), 4)


if __name__ == "__main__":
    main()
