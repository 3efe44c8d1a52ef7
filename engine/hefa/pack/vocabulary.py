"""Lexicon files -> the words of each symbol, and the ``slot.symbol`` pairs a rule may ask for.

``lexicon/*.yml`` map a symbol to ``{words: [...], phrases: [...], note: ...}``, words or phrases or both;
``lexicon/slots.yml`` maps a slot to its closed list of values (or to values with their Chinese names), or to
``lexicon`` where its symbols are those of the lexicon. A Chinese word in a phrase is a literal: it stands
for itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from hefa.model.lexicon import Lexicon
from hefa.pack.yamltext import YamlText

SLOTS_FILE = "slots.yml"
OPEN = "lexicon"
WIDE = ".."
_LISTS = ("words", "phrases")


class Vocabulary:
    """Words and slots of all packs, filled file by file."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, None]] = {}
        self._phrases: dict[str, dict[str, None]] = {}
        self._phrase_places: list[tuple[YamlText, str, int, str]] = []
        self._closed: dict[str, set[str]] = {}
        self._open: set[str] = set()
        self._names: dict[str, str] = {}

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
                words, phrases = _entry(file, symbol, entry)
                if words:
                    self._words.setdefault(symbol, {}).update(dict.fromkeys(words))
                if phrases:
                    self._phrases.setdefault(symbol, {}).update(dict.fromkeys(phrases))
                for index, phrase in enumerate(phrases):
                    self._phrase_places.append((file, symbol, index, phrase))

    def lexicon(self) -> Lexicon:
        """Give words and phrases as a record; every class or measure that a phrase names must exist."""
        literals: dict[str, None] = {}
        for file, symbol, index, phrase in self._phrase_places:
            for name in _names(phrase):
                if not name.isascii():
                    literals[name] = None
                elif not (name in self._words or name in self._phrases or self.knows("measure", name)):
                    raise file.error(
                        (symbol, "phrases", index),
                        f"短语“{phrase}”中没有词类 {name}",
                        "改正拼写，或者先在 lexicon 中加上它",
                    )
        return Lexicon(
            words={symbol: tuple(words) for symbol, words in self._words.items()},
            phrases={symbol: tuple(lines) for symbol, lines in self._phrases.items()},
            literals=tuple(literals),
            names=self._names,
        )

    def slots(self) -> list[str]:
        """Every slot a condition may name."""
        return sorted(self._closed.keys() | self._open)

    def has_slot(self, slot: str) -> bool:
        """Whether a condition may name ``slot``."""
        return slot in self._open or slot in self._closed

    def knows(self, slot: str, symbol: str) -> bool:
        """Whether ``slot.symbol`` can ever be said of a provision."""
        return symbol in self._closed.get(slot, ()) or (
            slot in self._open and (symbol in self._words or symbol in self._phrases)
        )

    def _add_slots(self, file: YamlText) -> None:
        for slot, values in file.mapping().items():
            if values == OPEN:
                self._open.add(slot)
            elif _is_list_of_text(values):
                self._closed.setdefault(slot, set()).update(values)
            elif isinstance(values, dict) and _is_list_of_text([*values.values()]):
                self._closed.setdefault(slot, set()).update(values)
                self._names |= {f"{slot}.{value}": name for value, name in values.items()}
            else:
                raise file.error(
                    (slot,), f"槽 {slot} 的值既不是列表也不是 {OPEN}", f"列出取值，或者写 {slot}: {OPEN}"
                )


def _entry(file: YamlText, symbol: str, entry: object) -> tuple[list[str], list[str]]:
    if not isinstance(entry, dict) or not any(_is_list_of_text(entry.get(key)) for key in _LISTS):
        raise file.error((symbol,), f"符号 {symbol} 没有词", "写成 words: [词, 词]")
    unknown = sorted(entry.keys() - {*_LISTS, "note"})
    if unknown:
        raise file.error((symbol, unknown[0]), f"不认识的键 {unknown[0]}", "只能有 words、phrases 和 note")
    for key in _LISTS:
        if key in entry and not _is_list_of_text(entry[key]):
            raise file.error((symbol, key), f"{key} 不是词的列表", f"写成 {key}: [词, 词]")
        values = entry.get(key, [])
        repeated = next((word for word, count in Counter[str](values).items() if count > 1), None)
        if repeated is not None:
            raise file.error((symbol, key), f"词“{repeated}”写了两次", "删去一个")
    for index, phrase in enumerate(entry.get("phrases", [])):
        if len(phrase.split()) < 2 or phrase.split()[0] == WIDE or phrase.split()[-1] == WIDE:
            raise file.error(
                (symbol, "phrases", index), f"短语“{phrase}”不足两个词类", "写成 词类 词类，中间可以有 .."
            )
    return entry.get("words", []), entry.get("phrases", [])


def _names(phrase: str) -> Iterator[str]:
    for part in phrase.split():
        if part != WIDE:
            yield from part.split("|")


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
