"""OFD (GB/T 33190) in; text with pages and boxes out. What is drawn without text codes is named."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from hefa.errors import ReadError
from hefa.model.wordml import Element
from hefa.read.archive import Archive
from hefa.read.formats import Reading, ReadOptions
from hefa.read.ofddraw import A4, Drawing, box_of
from hefa.read.page import Page, lines_of_page, listed
from hefa.read.printed import compose
from hefa.read.xml import parse_xml

LIMIT_PAGES = 10_000
"""As for PDF."""
LOCKS = ("encryptions.xml", "decrypt_seed.dat")
BROKEN = ("OFD 损坏，缺少页面目录", "请重新取得这个文件，或者用阅读器另存为 PDF、Word 再审")


@dataclass(slots=True)
class _File:
    """An opened OFD; ``broken`` are pages that cannot be read, ``pictures`` those without text."""

    archive: Archive
    name: str
    pages: list[Page] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    uncoded: dict[int, int] = field(default_factory=dict)

    def element(self, path: str) -> Element | None:
        """Return the root of the XML at ``path`` in the container, or none."""
        path = posixpath.normpath(path).lstrip("/")
        return parse_xml(self.archive.read(path), self.name) if path in self.archive.names else None


def read(data: bytes, name: str, options: ReadOptions) -> Reading:  # noqa: ARG001
    """Read the text of an OFD; ``ReadError`` where it is locked, broken, too long or has no text."""
    file = _File(Archive(data, name), name)
    if any(member.lower().endswith(LOCKS) for member in file.archive.names):
        raise ReadError(name, "OFD 已加密，读不了", "请用阅读器解密后另存一份再审")
    root = file.element("OFD.xml")
    roots = [] if root is None else [place.text or "" for place in root.iterfind("{*}DocBody/{*}DocRoot")]
    for place in roots:
        _read_document(file, place.strip())
    if not file.pages and not file.broken:
        raise ReadError(name, *BROKEN)
    reading = compose(file.pages, tuple(_notes(file)))
    if not reading.text.strip():
        problem = "；".join(_notes(file)) or "OFD 里没有文字，只有图形或者图像"
        raise ReadError(name, problem, "请取得 Word 或者文字版，或者先做文字识别（OCR）再审")
    return reading


def _notes(file: _File) -> Iterator[str]:
    if file.broken:
        yield f"{listed(file.broken)}损坏，没有读出来"
    if file.pictures:
        yield f"{listed(file.pictures)}是图像，没有文字"
    if file.uncoded:
        count = sum(file.uncoded.values())
        yield f"{listed(file.uncoded)}有 {count} 个字只有字形、没有文字编码，没有读出来"


def _read_document(file: _File, place: str) -> None:
    document = file.element(place)
    if document is None:
        return
    home = posixpath.dirname(place)
    common = document.find("{*}CommonData")
    box = A4 if common is None else box_of(common.find("{*}PageArea/{*}PhysicalBox"), A4)
    drawing = Drawing(file.name, units=_units(file, document, home))
    templates = {
        template.get("ID", ""): _join(home, template.get("BaseLoc", ""))
        for template in document.iterfind("{*}CommonData/{*}TemplatePage")
    }
    for entry in document.iterfind("{*}Pages/{*}Page"):
        number = len(file.pages) + len(file.broken) + 1
        if number > LIMIT_PAGES:
            raise ReadError(file.name, f"OFD 超过 {LIMIT_PAGES} 页的上限", "请拆成几个文件再审")
        page = file.element(_join(home, entry.get("BaseLoc", "")))
        if page is None:
            file.broken.append(number)
            continue
        drawing.begin(box_of(page.find("{*}Area/{*}PhysicalBox"), box))
        for used in page.iterfind("{*}Template"):
            background = file.element(templates.get(used.get("TemplateID", ""), "")) if templates else None
            if background is not None:
                drawing.draw(background)
        drawing.draw(page)
        if drawing.uncoded:
            file.uncoded[number] = drawing.uncoded
        elif drawing.pictures and not drawing.turns:
            file.pictures.append(number)
        file.pages.append(Page(number, lines_of_page(drawing.turns, number)))


def _units(file: _File, document: Element, home: str) -> dict[str, Element]:
    """Return the drawings of the resources, which pages put in by their numbers."""
    units: dict[str, Element] = defaultdict()
    for place in document.iterfind("{*}CommonData/*"):
        if str(place.tag).endswith(("}PublicRes", "}DocumentRes")):
            resources = file.element(_join(home, (place.text or "").strip()))
            if resources is not None:
                units |= {unit.get("ID", ""): unit for unit in resources.iter("{*}CompositeGraphicUnit")}
    return units


def _join(home: str, place: str) -> str:
    """Return the path in the container of ``place``, written from ``home`` or, with a slash, from the top."""
    return place if place.startswith("/") else posixpath.join(home, place)
