"""Lexicon files -> the words of each symbol, and the ``slot.symbol`` pairs a rule may ask for.

``lexicon/*.yml`` map a symbol to ``{words: [...], note: ...}``; ``lexicon/slots.yml`` maps a slot
to its closed list of values, or to ``lexicon`` where its symbols are those of the lexicon.
"""

from collections.abc import Iterable

from hefa.model.lexicon import Lexicon
from hefa.pack.yamltext import YamlText

SLOTS_FILE = "slots.yml"
OPEN = "lexicon"


class Vocabulary:
    """Words and slots of all packs, filled file by file."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, None]] = {}
        self._closed: dict[str, set[str]] = {}
        self._open: set[str] = set()

    def add(self, files: Iterable[YamlText]) -> None:
        """Take the lexicon files of one pack; a later pack may add words to a symbol."""
        seen: set[str] = set()
        for file in files:
            if file.path.name == SLOTS_FILE:
                self._add_slots(file)
                continue
            for symbol, entry in file.mapping().items():
                if symbol in seen:
                    raise file.error((symbol,), f"符号 {symbol} 在另一个词表文件中已有", "把两处的词合在一处")
                seen.add(symbol)
                self._words.setdefault(symbol, {}).update(dict.fromkeys(_words(file, symbol, entry)))

    def lexicon(self) -> Lexicon:
        """Give the words as a record."""
        return Lexicon(words={symbol: tuple(words) for symbol, words in self._words.items()})

    def slots(self) -> list[str]:
        """Every slot a condition may name."""
        return sorted(self._closed.keys() | self._open)

    def has_slot(self, slot: str) -> bool:
        """Whether a condition may name ``slot``."""
        return slot in self._open or slot in self._closed

    def knows(self, slot: str, symbol: str) -> bool:
        """Whether ``slot.symbol`` can ever be said of a provision."""
        return symbol in self._closed.get(slot, ()) or (slot in self._open and symbol in self._words)

    def _add_slots(self, file: YamlText) -> None:
        for slot, values in file.mapping().items():
            if values == OPEN:
                self._open.add(slot)
            elif _is_list_of_text(values):
                self._closed.setdefault(slot, set()).update(values)
            else:
                raise file.error(
                    (slot,), f"槽 {slot} 的值既不是列表也不是 {OPEN}", f"列出取值，或者写 {slot}: {OPEN}"
                )


def _words(file: YamlText, symbol: str, entry: object) -> list[str]:
    if not isinstance(entry, dict) or not _is_list_of_text(entry.get("words")):
        raise file.error((symbol,), f"符号 {symbol} 没有词", "写成 words: [词, 词]")
    unknown = sorted(entry.keys() - {"words", "note"})
    if unknown:
        raise file.error((symbol, unknown[0]), f"不认识的键 {unknown[0]}", "只能有 words 和 note")
    words: list[str] = entry["words"]
    repeated = next((word for word in words if words.count(word) > 1), None)
    if repeated is not None:
        raise file.error((symbol, "words"), f"词“{repeated}”写了两次", "删去一个")
    return words


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
