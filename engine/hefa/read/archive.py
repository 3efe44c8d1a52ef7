"""Zip containers (docx, odt, ofd, zip) opened within bounds; nothing is written to the file system."""

import io
import zipfile
import zlib

from hefa.errors import ReadError

LIMIT_MEMBERS = 5_000
LIMIT_UNPACKED = 300_000_000
LIMIT_MEMBER = 60_000_000
LIMIT_RATIO = 200
SMALL = 10_000_000
"""Bytes that a container may unpack to, whatever the ratio: short repetitive files pack very well."""

BROKEN = ("文件损坏，打不开", "请重新取得这个文件，或者用原来的软件打开后另存一份")


class Archive:
    """The members of a zip container, read one at a time; ``ReadError`` says what is wrong with it."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise ReadError(name, *BROKEN) from error
        if len(self._zip.infolist()) > LIMIT_MEMBERS:
            raise ReadError(name, f"压缩包里的文件超过 {LIMIT_MEMBERS} 个", "请解压后分批审查")
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._check_size(len(data))

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in the order of the container's directory."""
        return tuple(self._infos)

    def read(self, member: str, limit: int = LIMIT_MEMBER) -> bytes:
        """Return the bytes of ``member``; refuse one of more than ``limit`` bytes, or a locked one."""
        info = self._infos[member]
        if info.flag_bits & 0x1:
            raise ReadError(self._name, "有密码保护，读不了", "请去掉密码后另存一份再审")
        if info.file_size > limit:
            problem = f"里面的 {member} 解开后超过 {limit // 1_000_000} MB 的上限"
            raise ReadError(self._name, problem, "请拆成几个文件，或者只留正文再审")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
            raise ReadError(self._name, *BROKEN) from error

    def _check_size(self, packed: int) -> None:
        unpacked = sum(info.file_size for info in self._infos.values())
        if unpacked > LIMIT_UNPACKED or (unpacked > SMALL and unpacked > packed * LIMIT_RATIO):
            problem = f"解开后达到 {unpacked // 1_000_000} MB，可能是压缩炸弹"
            raise ReadError(self._name, problem, "请核对文件来源，用原来的软件打开后另存一份")
