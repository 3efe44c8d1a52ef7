"""What libyaml says is wrong with a text, in Chinese."""

import yaml

_QUOTED = "用引号括起来"
_PROBLEMS = (
    ("mapping values are not allowed", f"这里不能有冒号；值中有“: ”的，{_QUOTED}"),
    ("could not find expected ':'", "上一行缺少冒号"),
    ("did not find expected key", "缩进与上面不一致，或者值写完以后还有字"),
    ("expected '-' indicator", "列表各项的“-”没有对齐，或者少了“-”"),
    ("',' or ']'", "方括号没有写完，或者缺少逗号"),
    ("',' or '}'", "花括号没有写完，或者缺少逗号"),
    ("unexpected end of stream", "引号没有写完"),
    ("unexpected document indicator", "引号没有写完"),
    ("tab character", "用了制表符；缩进要用空格"),
    ("cannot start any token", f"不能以制表符、@、%、反引号开头；值{_QUOTED}，缩进用空格"),
    ("block sequence entries are not allowed", "“-”不能写在这里；另起一行"),
    ("mapping keys are not allowed", f"“?”不能写在这里；{_QUOTED}"),
    ("undefined alias", f"以 * 开头的词会当作引用；{_QUOTED}"),
    ("alphabetic or numeric character", f"以 * 或者 & 开头的词会当作引用；{_QUOTED}"),
    ("duplicate anchor", f"以 & 开头的词会当作引用；{_QUOTED}"),
    ("escape", "双引号中的反斜杠写法不对；改用单引号"),
    ("hexdecimal", "双引号中的反斜杠写法不对；改用单引号"),
    ("%", "以 % 开头的行不能用"),
    ("directive", "以 % 开头的行不能用"),
    ("incompatible yaml", "以 % 开头的行不能用"),
    ("tag", f"以 ! 开头的词会当作类型；{_QUOTED}"),
    ("'!'", f"以 ! 开头的词会当作类型；{_QUOTED}"),
    ("'>'", f"以 ! 开头的词会当作类型；{_QUOTED}"),
    ("comment or line break", "| 或者 > 后面还有字；文字另起一行"),
    ("indentation indicator", "| 或者 > 后面还有字；文字另起一行"),
    ("another document", "一个文件只写一份内容；删去 ---"),
    ("document start", "缩进比上面的浅，或者有多余的内容"),
    ("node content", "这里缺少值"),
)
"""Words of libyaml, the more special before the more general."""


def said_of(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Return the line, from 1, and what is wrong there, with the column and where the part begins."""
    said = (error.problem or "").lower()
    words = next((chinese for sign, chinese in _PROBLEMS if sign in said), "写法不对")
    mark, start = error.problem_mark, error.context_mark
    if mark is None:
        return 1, words
    begun = f"，这一部分从第 {start.line + 1} 行开始" if start and start.line < mark.line else ""
    return mark.line + 1, f"第 {mark.column + 1} 列：{words}{begun}"
