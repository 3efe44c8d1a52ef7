"""Hefa (合法): legality review (合法性审查) of administrative normative documents.

The public names are loaded when first used, so that the command line starts fast.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hefa.errors import HefaError
    from hefa.model.opinion import Finding, Opinion
    from hefa.review import Reviewer, review_file, review_text

__version__ = "0.1.0"

__all__ = [
    "Finding",
    "HefaError",
    "Opinion",
    "Reviewer",
    "__version__",
    "review_file",
    "review_text",
]

_HOMES = {
    "Finding": "hefa.model.opinion",
    "HefaError": "hefa.errors",
    "Opinion": "hefa.opinion",
    "Reviewer": "hefa.review",
    "review_file": "hefa.review",
    "review_text": "hefa.review",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
