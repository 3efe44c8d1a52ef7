"""Text in, whether any of its lines says something: a sentence, not a name, an address, a figure or a code.

Where no line does, there is no clause to review: a certificate, a form without text, a test page.
"""

from hefa.model.lazy import lazy
from hefa.parse.words import MODAL

LEAST = 4  # Chinese characters of the shortest norm: 禁止摆摊
PLAIN = 7  # of a line without a word of duty or a sentence end that is still read as a clause
_HAN = lazy("[\u4e00-\u9fff]")
_ENDS = lazy("[。；;]")
_NORM = lazy(
    rf"{MODAL.pattern}|应|须|不[许准让能可]|[只仅每]|(?<!有)限|增设|设立|禁|罚|费|免[交征费除]|征收|收取|缴|补[贴助]|奖励|扣押"
)
_LABEL = lazy(
    r"^[^，]*[0-9A-Za-z０-９][号室栋幢楼年月日]?$|^[\u4e00-\u9fff]{2,12}[：:][^，。；：:]{0,24}$|[：:]$"
    r"|^[^，、由将把给交向按依为定]{2,}(?:公司|[银支分]行|政府|委员会|[局厅院校]|中心|集团|大学)$"
)
"""What ends as a number, an address or an organ's name does, or is the entry of a form (名称：某某)."""


def speaks(text: str) -> bool:
    """Whether one of the lines of ``text`` is read as a sentence, with or without its full stop."""
    return any(_is_sentence(line.strip()) for line in text.splitlines())


def _is_sentence(line: str) -> bool:
    han = len(_HAN.findall(line))
    if han < LEAST:
        return False
    if _ENDS.search(line) or _NORM.search(line):
        return True
    return han >= PLAIN and not _LABEL.search(line)
