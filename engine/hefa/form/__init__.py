"""A draft in, what is odd about its form and its drafting technique out, as observations.

    title · number · signed · numbering · references · terms · closing · basis
    names · wording · marks · repeats · attachments · usage

Each observer reads the tree or the text once. A bare clause has no form.
"""

from collections.abc import Callable, Iterator

from hefa.form.attachments import observe_attachments
from hefa.form.basis import observe_basis
from hefa.form.closing import observe_closing
from hefa.form.draft import Draft, Subject
from hefa.form.marks import observe_marks
from hefa.form.names import observe_names
from hefa.form.number import observe_number
from hefa.form.numbering import observe_numbering
from hefa.form.references import observe_references
from hefa.form.repeats import observe_repeats
from hefa.form.signed import observe_signed
from hefa.form.terms import observe_terms
from hefa.form.title import observe_title
from hefa.form.usage import observe_usage
from hefa.form.wording import observe_wording
from hefa.model.observation import Observation

OBSERVERS: tuple[Callable[[Draft], Iterator[Observation]], ...] = (
    observe_title,
    observe_number,
    observe_signed,
    observe_numbering,
    observe_references,
    observe_terms,
    observe_closing,
    observe_basis,
    observe_names,
    observe_wording,
    observe_marks,
    observe_repeats,
    observe_attachments,
    observe_usage,
)


def observe_form(subject: Subject) -> Iterator[Observation]:
    """Yield what is odd about the form of a draft; nothing of a bare clause."""
    if subject.document.facts.fragment:
        return
    draft = Draft(subject)
    for observer in OBSERVERS:
        yield from observer(draft)


__all__ = ["observe_form"]
