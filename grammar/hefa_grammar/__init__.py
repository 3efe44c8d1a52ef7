"""The grammars: how a document is laid out and how a provision is built.

Each ``.lark`` file is the reference for what Hefa reads; code only feeds it tokens.
"""

from importlib.resources import files


def source(name: str) -> str:
    """Return the text of the grammar ``name``, for example ``"document"``."""
    return (files(__package__) / f"{name}.lark").read_text(encoding="utf-8")
