"""The picture of a page in, its lines out: a local tesseract with the model chi_sim, where there is one."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from statistics import median

from hefa.read.page import Line

MODEL = "chi_sim"
LIMIT_OCR_PAGES = 50
"""A page takes some 2 s: a hundred seconds at most."""
LIMIT_SECONDS = 60
"""For one page, thirty times what is usual."""
SURE = 50
"""Per cent of confidence, on average over a line, below which it is a seal, a stain or handwriting."""
BODY_TYPE = 1.2
"""Times the usual width of a character up to which a line is in the type of the text: measures vary."""
ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
"""Its threads wait for each other busily: beside other work, one is three to four times as fast."""
SIGNS = str.maketrans(",;:()?!", "，；：（）？！")
BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff）)》”])[,;:?!()](?: ?[,;:?!()])* ?|[()](?=[\u4e00-\u9fff])")
YEAR = re.compile(r"[\[(（〔【](?P<year>(?:19|20)\d\d)[\])）〕】] ?(?=\d+ ?号)")
UNIFORM_BLOCK = "6"
"""Page segmentation mode: one block of lines, what official documents are."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture, one byte a pixel, top line first; ``scale`` is its pixels a point."""

    pixels: bytes
    width: int
    height: int
    scale: float


@cache
def find_tesseract() -> str | None:
    """Return the path of a tesseract that reads simplified Chinese, or none."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, timeout=LIMIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if MODEL in listed.stdout.decode(errors="replace").split() else None


def recognise(program: str, picture: Picture, page: int) -> list[Line]:
    """Return the lines of ``picture``, top to bottom; ``OSError`` where the program fails."""
    image = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels
    command = [program, "stdin", "stdout", "-l", MODEL, "--psm", UNIFORM_BLOCK]
    command += ["--dpi", str(round(picture.scale * 72)), "tsv"]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=image,
            capture_output=True,
            timeout=LIMIT_SECONDS,
            check=True,
            env=os.environ | ONE_THREAD,
        )
    except subprocess.SubprocessError as error:
        raise OSError(str(error)) from error
    rows = [row.split("\t") for row in done.stdout.decode("utf-8", errors="replace").splitlines()[1:]]
    words = [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip()]
    found = [list(line) for _, line in groupby(words, key=lambda row: row[2:5])]
    lines = [_line(line, picture, page) for line in found if _confidence(line) >= SURE]
    em = median(line.em for line in lines) if lines else 0.0
    for line in lines:
        line.em = em if line.em <= BODY_TYPE * em else line.em
        line.first = em
    return lines


def _confidence(words: list[list[str]]) -> float:
    """Return how sure the program is of a line, in per cent, word by word as they are long."""
    return sum(float(word[10]) * len(word[11]) for word in words) / sum(len(word[11]) for word in words)


def _line(words: list[list[str]], picture: Picture, page: int) -> Line:
    boxes = [tuple(int(value) / picture.scale for value in word[6:10]) for word in words]
    top = picture.height / picture.scale
    text = ""
    for word in words:
        apart = text and text[-1].isascii() and word[11][0].isascii()
        text += (" " if apart else "") + word[11].strip()
    text = YEAR.sub(
        r"〔\g<year>〕", BESIDE_HAN.sub(lambda sign: sign[0].replace(" ", "").translate(SIGNS), text)
    )
    left, right = boxes[0][0], max(box[0] + box[2] for box in boxes)
    return Line(
        page=page,
        left=left,
        bottom=top - max(box[1] + box[3] for box in boxes),
        right=right,
        top=top - min(box[1] for box in boxes),
        em=max((right - left) / max(_width(text), 1.0), 1.0),
        first=0.0,
        cells=(text,),
        edges=((left, right),),
    )


def _width(text: str) -> float:
    """Return the width of ``text`` in ems."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
