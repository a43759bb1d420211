"""Any text → a file name that every system can hold and nobody can be deceived by."""

from __future__ import annotations

import re
import unicodedata

from pipeline.errors import WriteError

NAME_BYTES = 200  # docs/limits.md; file systems allow 255
_ENDING_BYTES = 16  # kept free, so that a stem takes any ending that we write

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')
# Windows opens devices for these, whatever ending follows.
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)(?:\..*)?", re.IGNORECASE)


class UnsafeName(WriteError):
    """A file name that would lead elsewhere or read otherwise than it is."""

    def __init__(self, name: str) -> None:
        shown = name.encode("unicode_escape").decode() if not name.isprintable() else name
        super().__init__(
            f"文件名不安全：『{shown[:80]}』", hint="文件名不能含有路径、控制字符或系统保留名，长度不超过200字节"
        )


def safe_name(stem: str, ending: str = "") -> str:
    """Return a file name made of any text: 合同 A/1 → 合同_A_1.

    Args:
        stem: What the file should be called: a contract number, a title, a party.
        ending: ".docx" and the like, taken as it is.

    Returns:
        A name of at most 200 bytes in UTF-8, in NFC, without separators, control or formatting characters; cut between
        characters where it was longer. Text of which nothing is left becomes 合同.
    """
    visible = "".join(c for c in unicodedata.normalize("NFC", stem) if not _is_invisible(c))
    plain = _FORBIDDEN.sub("_", visible.strip()).strip(". _")
    cut = _cut(plain, NAME_BYTES - max(_ENDING_BYTES, len(ending.encode()))).strip(". _") or "合同"
    return f"_{cut}{ending}" if _DEVICES.fullmatch(f"{cut}{ending}") else f"{cut}{ending}"


def check_name(name: str) -> str:
    """Return a name that is to be used as it is, if that is safe.

    Raises:
        UnsafeName: It is not.
    """
    dotted = name in {"", ".", ".."} or name.endswith((".", " ")) or name.startswith(" ")
    if dotted or re.search(r'[\\/:*?"<>|]', name) or any(_is_invisible(c) for c in name):
        raise UnsafeName(name)
    if len(name.encode()) > NAME_BYTES or _DEVICES.fullmatch(name):
        raise UnsafeName(name)
    return name


def folded(name: str) -> str:
    """Return what two names have in common that one file system or another takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _is_invisible(character: str) -> bool:
    # Cc control, Cf formatting (bidi, zero-width), Cs surrogates, Co private use, Zl and Zp line ends; noncharacters.
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")
