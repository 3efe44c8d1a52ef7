"""Records of a long list, kept in a temporary file in the order in which they are to be read."""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any, Generic, TypeVar, overload

from hefa.model.base import Record

R = TypeVar("R", bound=Record)
_IN_MEMORY = 8_000_000
"""Bytes up to which no file is made."""


class Spill(Sequence[R], Generic[R]):
    """A sequence of which the order alone is in memory."""

    def __init__(self, kind: type[R], entries: Iterable[tuple[Any, R]]) -> None:
        self._kind, self._file = kind, SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - open as long as this
        places: list[tuple[Any, int, int]] = []
        at = 0
        for order, entry in entries:
            data = entry.model_dump_json(exclude_defaults=True).encode("utf-8", "surrogatepass")
            places.append((order, at, len(data)))
            self._file.write(data)
            at += len(data)
        places.sort()
        self._places = [place[1:] for place in places]

    def __del__(self) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> list[R]: ...
    def __getitem__(self, at: int | slice) -> R | list[R]:
        """Read one record, or several."""
        if isinstance(at, slice):
            return [self._read(*place) for place in self._places[at]]
        return self._read(*self._places[at])

    def __iter__(self) -> Iterator[R]:
        for place in self._places:
            yield self._read(*place)

    def _read(self, start: int, length: int) -> R:
        self._file.seek(start)
        return self._kind.model_validate_json(self._file.read(length))
