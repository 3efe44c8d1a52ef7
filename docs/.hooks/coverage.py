"""Adds the page of provisions and the rules that put them into effect, made from the rules themselves."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from hefa.coverage import coverage_markdown, read_coverage

_HEAD = """# 落实的规定

哪一条法律规定由哪些规则落实，或者为什么规则做不到；由规则包生成，与 `hefa rules coverage` 相同。
`hefa rules show 编号` 看一条规则的条件和例子。

"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put ``coverage.md`` beside the pages that were written by hand."""
    page = _HEAD + coverage_markdown(read_coverage())
    files.append(File.generated(config, "coverage.md", content=page))
    return files
