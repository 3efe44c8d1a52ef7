"""Government contracts (政府合同) and administrative agreements (行政协议): their own points of review."""

import bisect
import re
from collections.abc import Iterator

from hefa.dossier.case import Case
from hefa.model.observation import Observation

CONTESTED = frozenset(("bidding", "procurement", "competitive"))
_PLACE = "合同要素"
_NEGATED = re.compile(r"(?:不得|不再|不予|不|禁止|严禁|无)[^，。；]{0,6}$")


def observe_contract(case: Case) -> Iterator[Observation]:
    """See what the dossier says of the contract, then what its words say."""
    if not case.is_kind("contract"):
        return
    contract = case.dossier.contract
    for flag, symbol in (
        (contract.capacity, "contract-capacity"),
        (contract.authority, "contract-authority"),
    ):
        if flag is not True:
            yield case.see(_PLACE, f"{symbol}-{'unseen' if flag is None else 'undone'}")
    if contract.competitive and contract.route == "direct":
        yield case.see(_PLACE, "contract-direct")
    if contract.exclusive and contract.route not in CONTESTED:
        yield case.see(_PLACE, "contract-exclusive")
    for flag, symbol in (
        (contract.guarantee, "contract-guarantee"),
        (contract.tax_promise, "contract-tax"),
        (contract.one_sided, "contract-one-sided"),
        (contract.dispute == "other", "contract-dispute"),
        (contract.agreement and contract.dispute == "arbitration", "agreement-arbitration"),
    ):
        if flag:
            yield case.see(_PLACE, symbol)
    if contract.term is None:
        yield case.see(_PLACE, "contract-term")
    if contract.signed and (case.dossier.review.date is None or case.dossier.review.date > contract.signed):
        yield case.see(_PLACE, "contract-before-review", start=contract.signed)
    yield from _words(case)


def _words(case: Case) -> Iterator[Observation]:
    """See words of the contract that promise what an organ may not promise, once each kind."""
    seen = set()
    contested = ["contested"] if case.dossier.contract.route in CONTESTED else []
    for row in case.tables.get("contract-words", ()):
        for found in re.finditer(re.escape(row["word"]), case.text):
            symbol = row["symbol"]
            if symbol in seen or _NEGATED.search(case.text[max(0, found.start() - 10) : found.start()]):
                continue
            seen.add(symbol)
            place = {"start": found.start(), "end": found.end(), "location": None}
            at = (
                bisect.bisect_right(case.document.clauses, found.start(), key=lambda clause: clause.start) - 1
            )
            yield case.see(_PLACE, symbol, *contested).model_copy(
                update={**place, "clause": at if at >= 0 else None}
            )
