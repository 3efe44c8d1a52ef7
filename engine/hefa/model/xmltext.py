"""Text made fit for XML 1.0, which cannot hold every character a draft may contain."""

import re

_SPACE = re.compile("[\\x0b\\x0c\\x1c-\\x1f]")
_UNFIT = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """Return ``text`` with each character XML cannot hold replaced; offsets stay as they are.

    White space becomes a space, any other character U+FFFD.
    """
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", text))
