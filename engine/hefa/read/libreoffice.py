"""Files that only an office suite reads, converted by a local LibreOffice.

Each conversion has a profile of its own, without macros, active content or network, and a time limit; one
runs at a time.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from hefa.errors import ReadError

PROGRAMS = ("soffice", "libreoffice")
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
LIMIT_SECONDS = 120
"""A hundred times what one document takes."""
LIMIT_RESULT = 100_000_000
RESAVE = "请用 Word 或者 WPS 打开，另存为 .docx 再审"
SECURITY, PROXY = "org.openoffice.Office.Common/Security/Scripting", "org.openoffice.Inet/Settings"
SETTINGS = (
    (SECURITY, "MacroSecurityLevel", "3"),
    (SECURITY, "DisableMacrosExecution", "true"),
    (SECURITY, "DisableActiveContent", "true"),
    (SECURITY, "BlockUntrustedRefererLinks", "true"),
    (PROXY, "ooInetProxyType", "2"),
    (PROXY, "ooInetHTTPProxyName", "127.0.0.1"),
    (PROXY, "ooInetHTTPProxyPort", "9"),
    (PROXY, "ooInetHTTPSProxyName", "127.0.0.1"),
    (PROXY, "ooInetHTTPSProxyPort", "9"),
)
"""Macros never run, linked contents are not fetched, the network is behind a proxy that is not there."""
_ONE_AT_A_TIME = threading.Lock()


def find_libreoffice() -> str | None:
    """Return the path of the program, or none."""
    named = (found for program in PROGRAMS if (found := shutil.which(program)))
    return next(named, None) or next((place for place in PLACES if Path(place).is_file()), None)


def convert(data: bytes, name: str, suffix: str, target: str) -> bytes:
    """Return ``data``, a file of ``suffix``, in the format ``target``; ``ReadError`` is about ``name``."""
    program = find_libreoffice()
    if program is None:
        raise ReadError(
            name,
            "读 .doc、.wps 需要 LibreOffice，本机没有安装",
            "请安装 LibreOffice，或者用 Word、WPS 另存为 .docx 再审",
        )
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="hefa-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, result = home / f"draft{suffix}", home / "out" / f"draft.{target}"
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(), encoding="utf-8")
        source.write_bytes(data)
        _run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", target),
                *("--outdir", str(result.parent), str(source)),
            ],
            name,
        )
        if not result.is_file():
            raise ReadError(name, "LibreOffice 打不开这个文件，可能损坏或者有密码", RESAVE)
        if result.stat().st_size > LIMIT_RESULT:
            raise ReadError(name, "文件展开后过大", "请拆成几个文件，或者只留正文再审")
        return result.read_bytes()


def _settings() -> str:
    items = (
        f'<item oor:path="/{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    space = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {space}>{"".join(items)}</oor:items>\n'


def _run(command: list[str], name: str) -> None:
    """Run to the end, or end the program with all it started when the time is up."""
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise ReadError(name, f"LibreOffice 在 {LIMIT_SECONDS} 秒内没有转换完", RESAVE) from error
        except BaseException:
            _end(process)
            raise


def _end(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
