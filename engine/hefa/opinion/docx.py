"""An opinion as the formal 合法性审查意见书, from a template in Word that an office may replace by its own.

The template that is shipped is laid out by GB/T 9704-2012. Its fields are listed in docs/outputs.md; each is
a string on one line, and none is ever read as XML, field or formula.
"""

import datetime
import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from hefa.errors import OptionError, reason_of
from hefa.model.opinion import Opinion
from hefa.model.rule import Rule
from hefa.model.xmltext import xml_text
from hefa.opinion.letter import Fields, fields_of
from hefa.opinion.wording import one_line

TEMPLATE = Path(__file__).parent / "templates" / "opinion.docx"
MOST_BYTES = 50_000_000
"""What a template may hold, unpacked."""
EPOCH = datetime.datetime(2000, 1, 1)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""What is written into the file instead of the clock's time."""
NEAR = 40
_QUOTED = re.compile("'([^']+)'")
OWN = "用 hefa template -o 模板.docx 取得自带的模板，对照修改"


class Template:
    """A template in Word; ``OptionError`` says in one line what is wrong with it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or TEMPLATE
        try:
            self._content = self.path.read_bytes()
        except OSError as error:
            raise self._broken(f"打不开（{reason_of(error)}）", "请检查路径是否写对") from error
        try:
            with zipfile.ZipFile(BytesIO(self._content)) as package:
                size = sum(entry.file_size for entry in package.infolist())
                whole = "word/document.xml" in package.namelist()
        except zipfile.BadZipFile:
            size, whole = 0, False
        if not whole:
            raise self._broken("不是 Word 文档（.docx）", "请在 Word 或 WPS 中另存为 .docx")
        if size > MOST_BYTES:
            raise self._broken(f"解压后超过 {MOST_BYTES // 1_000_000} MB", "请换一个模板")

    def fill(self, fields: Fields) -> bytes:
        """Return the template with its fields filled in, the same bytes for the same fields."""
        from docxtpl import DocxTemplate  # noqa: PLC0415
        from jinja2 import StrictUndefined, TemplateError, UndefinedError  # noqa: PLC0415
        from jinja2.exceptions import SecurityError, TemplateSyntaxError  # noqa: PLC0415
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        out = BytesIO()
        try:
            template = DocxTemplate(BytesIO(self._content))
            template.render(dict(fields), environment, autoescape=True)
            properties = template.docx.core_properties
            properties.created = properties.modified = EPOCH
            template.save(out)
        except TemplateSyntaxError as error:
            raise self._broken(f"标记写法不对{_near(error)}", OWN) from error
        except UndefinedError as error:
            raise self._broken(f"有不认识的字段{_unknown(error)}", OWN) from error
        except SecurityError as error:
            raise self._broken("用了不允许的写法", OWN) from error
        except TemplateError as error:
            raise self._broken(f"不能使用{_near(error)}", OWN) from error
        except Exception as error:
            raise self._broken(f"不能使用（{type(error).__name__}）", OWN) from error
        return _repacked(out.getvalue())

    def _broken(self, problem: str, remedy: str) -> OptionError:
        return OptionError(f"--template {self.path}", f"模板{problem}", remedy)


def render_docx(opinion: Opinion, template: Template, rules: Sequence[Rule] = ()) -> bytes:
    """Return one formal opinion; ``rules`` are those it was reviewed with, to say what no rule looked at."""
    return template.fill(_clean(fields_of(opinion, rules)))


def _near(error: Exception) -> str:
    """Return the words of the template around an error, as far as docxtpl tells them."""
    words = one_line(" ".join(getattr(error, "docx_context", ())))
    return f"，在“{words[:NEAR]}”附近" if words else ""


def _unknown(error: Exception) -> str:
    """Return the name that jinja2 puts last in its message: 'x' is undefined, … has no attribute 'x'."""
    names = _QUOTED.findall(str(error))
    return f" {one_line(names[-1])}" if names else ""


def _clean(value: Any) -> Any:  # noqa: ANN401
    """Return the fields with every string made fit for XML and put on one line."""
    if isinstance(value, str):
        return xml_text(one_line(value))
    if isinstance(value, Mapping):
        return {key: _clean(entry) for key, entry in value.items()}
    return [_clean(entry) for entry in value] if isinstance(value, list) else value


def _repacked(content: bytes) -> bytes:
    """Return the package with fixed dates instead of the clock's."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, ZIP_DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(entry))
    return out.getvalue()
