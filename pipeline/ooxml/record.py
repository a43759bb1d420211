"""Contract record ↔ custom XML part."""

from __future__ import annotations

import base64
import binascii

from pipeline.ooxml.names import RECORD_URI
from pipeline.ooxml.package import Package

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_ROOT = f"{{{RECORD_URI}}}record"


def record_parts(package: Package) -> tuple[str, ...]:
    """Return the names of the parts that hold a contract record; one at most in files made here."""
    return tuple(name for name, tree in package.trees.items() if tree.tag == _ROOT)


def embedded_record(package: Package) -> bytes | None:
    """Return the bytes of the contract record that an issued file carries, None if it carries none."""
    parts = record_parts(package)
    if not parts:
        return None
    root = package.trees[parts[0]]
    text = root.text or ""
    if root.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error:
            return None
    return text.encode()


def record_xml(record: bytes) -> bytes:
    """Return the custom XML part that carries the record.

    The JSON stands as text, so that Word's own custom XML tools can read it; bytes that XML can't carry as text
    go as Base64.
    """
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<record xmlns="{RECORD_URI}"'.encode()
    if _is_xml_text(record):
        body = record.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\r", b"&#13;")
        return head + b">" + body + b"</record>"
    return head + b' encoding="base64">' + base64.b64encode(record) + b"</record>"


def _is_xml_text(record: bytes) -> bool:
    try:
        record.decode()
    except UnicodeDecodeError:
        return False
    # Searched as bytes: on every contract, and a search for characters would take longer than all the rest.
    has_controls = len(record.translate(None, _CONTROLS)) < len(record)
    return not has_controls and not any(character in record for character in _NO_CHARACTERS)
