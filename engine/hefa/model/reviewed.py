"""An opinion with the text it is about, for outputs that show or point into the draft."""

from dataclasses import dataclass

from hefa.model.opinion import Opinion
from hefa.model.source import SourceText


@dataclass(frozen=True, slots=True)
class Reviewed:
    """``source`` is what the places of the findings count in; none where the draft could not be read."""

    opinion: Opinion
    source: SourceText | None = None

    @property
    def text(self) -> str:
        """The text under review; empty where none could be read."""
        return self.source.text if self.source else ""
