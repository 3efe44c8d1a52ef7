"""Document to facts: what each provision says, as symbols that rules can reason over."""

from hefa.extract.extractor import Extractor

__all__ = ["Extractor"]
