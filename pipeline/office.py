"""bytes of an office file → bytes of another, by LibreOffice.

Every conversion has a profile and a font configuration of its own in a temporary folder: no setting of the user takes
part, two conversions never wait for each other's lock, and the profile forbids macros, links and the network. Readers
and writers both convert; each words what went wrong for its own side.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

TIMEOUT = 60.0  # seconds
MEMORY = 4 << 20  # KiB of address space; the program itself maps about half of it

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# Names of the registry of LibreOffice (officecfg, Common.xcs and Writer.xcs) and what keeps a document from acting.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
)


class NoOutput(Exception):
    """LibreOffice gave no file; the message says why, in Chinese. Callers make a typed error of it."""


def find_soffice() -> str | None:
    """Return the path of LibreOffice's program, None where it is not installed."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(
    program: str, data: bytes, *, suffix: str, to: str, fonts: Mapping[str, tuple[str, ...]] | None = None,
    font_folders: Sequence[Path] = (), timeout: float = TIMEOUT,
) -> bytes:  # fmt: skip
    """Return a file in another format.

    Args:
        program: Path of LibreOffice's program.
        data: The file.
        suffix: Its suffix with the dot, ".doc".
        to: What `--convert-to` takes: suffix, filter and options, "docx" or "pdf:writer_pdf_Export:{…}".
        fonts: Faces to set instead of a font, best first, by the font's name.
        font_folders: Folders with fonts beside the system's.
        timeout: Seconds that it may take.

    Raises:
        NoOutput: It ended without a file, or took too long.
    """
    with tempfile.TemporaryDirectory(prefix="hetong-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / f"contract{suffix}", folder / "made" / f"contract.{to.split(':', 1)[0]}"
        source.write_bytes(data)
        _write_settings(folder, fonts or {}, font_folders)
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", to, "--outdir", str(target.parent), str(source),
        ]  # fmt: skip
        environment = {
            **os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": name, "SAL_USE_VCLPLUGIN": "svp",
        }  # fmt: skip
        _run(command, environment, timeout)
        # LibreOffice ends with 0 for files that it could not read, so the file alone tells.
        if not target.is_file() or target.stat().st_size == 0:
            raise NoOutput("没有生成文件")
        return target.read_bytes()


def _run(command: list[str], environment: dict[str, str], timeout: float) -> None:
    if os.name == "posix":
        command = ["/bin/sh", "-c", f'ulimit -v {MEMORY} 2>/dev/null; exec "$@"', "sh", *command]
    # A group of its own: soffice is a script that starts the real program, and both must end when the time is up.
    process = subprocess.Popen(  # noqa: S603 — the program is LibreOffice, the arguments are paths of our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
    )
    try:
        _, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _stop(process)
        raise NoOutput(f"超过 {timeout:g} 秒") from None
    if process.returncode:
        raise NoOutput(errors.decode("utf-8", "replace").strip()[-200:] or f"退出码 {process.returncode}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, 9)
    else:
        process.kill()
    process.communicate()


def _write_settings(folder: Path, fonts: Mapping[str, tuple[str, ...]], font_folders: Sequence[Path]) -> None:
    (folder / "fonts.conf").write_text(_font_configuration(folder, fonts, font_folders), "utf-8")
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        "utf-8",
    )


def _font_configuration(folder: Path, fonts: Mapping[str, tuple[str, ...]], font_folders: Sequence[Path]) -> str:
    """Return a fontconfig file that gives Chinese document fonts a Chinese face of their kind."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><prefer>'
        + "".join(f"<family>{escape(family)}</family>" for family in families)
        + "</prefer></alias>"
        for name, families in fonts.items()
    )
    folders = "".join(f"<dir>{escape(str(one.resolve()))}</dir>" for one in font_folders)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{folders}{aliases}<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>"
    )
