"""What holds for every text: nothing lost, nothing twice, no exception, linear growth of the tree."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from lark.lexer import Token

from hefa.model.document import Node, NodeKind
from hefa.parse import leaves, parse_document
from hefa.parse.block import MARKED, Block
from hefa.parse.builder import LEAF, BlockLexer, Run, TreeBuilder, build_tree
from hefa_grammar import source

SHARED = Path(__file__).parents[2] / "shared"
_PIECES = (
    "第一章　总则|第二条|第十条之一　|一、|（一）|(二)|1.|1.1 |（1）|①|附件1|附件：|关于印发《办法》的通知|"
    "某政发〔2024〕3号|各镇人民政府：|2024年3月5日|某县人民政府|应当公示。|有下列情形之一的：|不得收费；|"
    "“第三条|”|《|》|甲\t乙|— 3 —|上一篇：无|（此件公开发布）|"
    "\n|\r\n|　　| |\u2028|\ufeff|。|，|\x00|𠮷|\ud800|"
)
TERMINALS = sorted({terminal for terminal, *_ in LEAF.values()} | (MARKED - {"DECIMAL"}) | {"ATTACHMENT"})
PIECES = [*_PIECES.split("|"), "| 甲 | 乙 |"]


def check(text: str) -> None:
    document = parse_document(text)
    assert "".join(text[leaf.start : leaf.end] for leaf in leaves(document.root)) == text
    check_tiles(document.root)
    previous = 0
    for index, clause in enumerate(document.clauses):
        assert clause.id == index
        assert previous <= clause.start < clause.end <= len(text)
        assert text[clause.start : clause.end].strip() == text[clause.start : clause.end]
        assert clause.lead is None or clause.lead < clause.id
        previous = clause.end


def check_tiles(node: Node) -> None:
    at = node.start
    for child in node.children:
        assert child.start == at
        check_tiles(child)
        at = child.end
    assert not node.children or at == node.end


@given(st.text())
def test_any_text_is_given_back(text):
    check(text)


def test_a_title_of_white_space_is_no_title() -> None:
    check("《\u3000\u3000\u3000\u3000》")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300)
def test_any_mix_of_marks_is_given_back(text):
    check(text)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("\n".join))
def test_any_order_of_lines_is_given_back(text):
    check(text)


@given(st.lists(st.sampled_from(TERMINALS), max_size=40))
def test_the_grammar_takes_every_order_of_tokens(kinds):
    class Kinds(BlockLexer):
        def lex(self, data):
            return (Token(kind, kind) for kind in data)

    parser = Lark(source("document"), parser="lalr", lexer=Kinds)

    assert parser.parse(kinds) is not None


class OneByOne(BlockLexer):
    """A token for each block, none for a run of them."""

    def lex(self, data):
        text, blocks = data
        stops = [*(block.start for block in blocks[1:]), len(text)]
        for block, stop in zip(blocks, stops, strict=False):
            yield from super().lex((text[:stop], [block]))


ONE_BY_ONE = Lark(
    source("document"), parser="lalr", lexer=OneByOne, transformer=TreeBuilder(), tree_class=Run
)


@given(st.lists(st.sampled_from([*LEAF, *sorted(MARKED - {"DECIMAL"}), "ATTACHMENT"]), max_size=40))
@settings(max_examples=300)
def test_a_run_of_blocks_stands_where_each_of_them_would(kinds):
    line = "一、渡口\n"
    blocks = [
        Block(start, start + len(line) - 1, kind)
        for kind, start in zip(kinds, count(0, len(line)), strict=False)
    ]
    for block in blocks:
        if block.kind not in LEAF:
            block.mark = block.head = block.start + 2
            block.number, block.ordinal = "一、", 1

    tree = build_tree(line * len(kinds), blocks)

    assert tree.children == ONE_BY_ONE.parse((line * len(kinds), blocks)).children


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "　"])
def test_empty_texts_have_no_clauses(text):
    document = parse_document(text)

    assert document.clauses == ()
    assert document.root.end == len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "第一条　应当公示。\n",
        "（一）公示；（二）备案；",
        "“第一条。",
        "《（〔“",
        "附件1：\n",
        "关于\n",
        "1.",
        " \u3000",
    ],
)
def test_long_repetitions_are_parsed(unit):
    check(unit * 2000)


def test_a_line_of_a_million_characters_is_parsed():
    text = "县级人民政府应当加强监督检查工作，" * 60_000

    assert parse_document(text).root.end == len(text)


def test_the_same_text_gives_the_same_document():
    text = "关于停车的通告\n一、应当入位。\n二、不得占道。\n"

    assert parse_document(text) == parse_document(text)


@pytest.mark.skipif(
    not (SHARED / "corpus" / "text").is_dir(), reason="the corpus is not beside the repository"
)
def test_the_corpus_is_given_back_and_read():
    total = unparsed = clauses = 0
    for path in sorted((SHARED / "corpus" / "text").glob("*.txt"))[::6]:
        text = path.read_bytes().decode("utf-8")
        document = parse_document(text)
        assert "".join(text[leaf.start : leaf.end] for leaf in leaves(document.root)) == text
        total += len(text)
        unparsed += unparsed_characters(document.root)
        clauses += sum(clause.end - clause.start for clause in document.clauses)
    assert unparsed < 0.02 * total
    assert clauses > 0.75 * total


def unparsed_characters(node: Node) -> int:
    if node.kind is NodeKind.UNPARSED:
        return node.end - node.start
    return sum(unparsed_characters(child) for child in node.children)
