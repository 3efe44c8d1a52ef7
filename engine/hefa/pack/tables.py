"""Table files: a list of rows, each a mapping of text to text (``tables/agencies.yml``)."""

from hefa.pack.yamltext import YamlText


def read_table(file: YamlText) -> list[dict[str, str]]:
    """Return the rows of one file; numbers and dates are written as text."""
    rows = file.value
    if not isinstance(rows, list):
        raise file.error((), "表不是一行一行的列表", "每行写成 - {old: 旧名, new: 新名}")
    for index, row in enumerate(rows):
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            raise file.error(
                (index,), "这一行不是“名称: 文字”的对照", "写成 - {old: 旧名, new: 新名}，数字加引号"
            )
    return rows
