"""The dossier of a draft (程序材料): read as a record, checked, and observed for the rules on procedure.

dossier file ─check─► Dossier ─┬─► observers ─► observations, one a step that is missing, late or wrong
draft ─► facts, text ──────────┘
"""

from hefa.dossier.case import Case, together
from hefa.dossier.check import Fault, check_dossier
from hefa.dossier.contracts import observe_contract
from hefa.dossier.drafting import observe_drafting, observe_scope
from hefa.dossier.examination import observe_examination
from hefa.dossier.filing import observe_filing, observe_unknown
from hefa.dossier.limits import Tables, preset
from hefa.dossier.making import observe_decision, observe_publication
from hefa.dossier.participation import observe_participation
from hefa.dossier.reviewing import observe_review
from hefa.dossier.schema import dossier_schema
from hefa.dossier.template import dossier_template
from hefa.model.document import Document
from hefa.model.dossier import Dossier
from hefa.model.observation import Observation
from hefa.model.source import SourceText

__all__ = [
    "Fault",
    "check_dossier",
    "dossier_schema",
    "dossier_template",
    "observe_dossier",
    "preset",
]

_OBSERVERS = (
    observe_scope,
    observe_drafting,
    observe_participation,
    observe_examination,
    observe_review,
    observe_decision,
    observe_publication,
    observe_filing,
    observe_contract,
    observe_unknown,
)


def observe_dossier(
    dossier: Dossier, document: Document, source: SourceText, tables: Tables
) -> list[Observation]:
    """See what the dossier shows of the making of one draft; nothing of a bare clause."""
    if dossier.is_moot(document.facts):
        return []
    case = Case(dossier, document, source.text, source.sha256, tables)
    return together(seen for observer in _OBSERVERS for seen in observer(case))
