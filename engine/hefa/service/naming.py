"""The name under which a browser or a program saves an answer: the header Content-Disposition."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


def saved_as(name: str) -> str:
    """Return the header that names a file, whatever stands in its name.

    Programs that know of ASCII alone (``curl -OJ``) get ``filename``: the name itself where it is plain,
    else ``hefa`` with the letters and figures of the name.
    """
    return f"attachment; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    path = PurePosixPath(name)
    suffix = path.suffix if _SUFFIX.fullmatch(path.suffix) else ""
    words = re.findall("[A-Za-z0-9]+", name.removesuffix(suffix))
    return "-".join(("hefa", *words)) + suffix
