"""Regular expressions that are compiled when they are first asked: a short draft asks a few of hundreds.

Compiling all of them takes a seventh of a second, at every start.
"""

import re
from collections.abc import Callable
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Pattern:
    """Stands for an ``re.Pattern``; after the first call its methods are those of the compiled one."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update((one, getattr(compiled, one)) for one in _METHODS)
        method: Callable[..., Any] = self.__dict__[name]
        return method


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return the expression, to be compiled when it is first asked; one that is wrong is an error then."""
    return cast(re.Pattern[str], _Pattern(text, flags))
