"""What makes a PDF an archival copy: one date for all its parts, the record attached, no bytes left to chance."""

from __future__ import annotations

import datetime as dt
import io
import struct
from typing import TYPE_CHECKING

from pipeline.epoch import source_moment

if TYPE_CHECKING:
    import pikepdf

# The date that a PDF states where nobody names one: PDF/A wants a date, and the clock would make every run differ.
FIXED_DATE = dt.date(2000, 1, 1)
_ICC_DATE = slice(24, 36)  # of a colour profile's header: year, month, day, hour, minute, second
RECORD_NAME = "contract.json"


def moment(date: dt.date | None) -> dt.datetime:
    """Return the date as midnight UTC, that of SOURCE_DATE_EPOCH or the fixed one where there is none."""
    source = source_moment() if date is None else None
    return source or dt.datetime.combine(date or FIXED_DATE, dt.time(), tzinfo=dt.UTC)


def finish_pdf(pdf: bytes, record: bytes | None, when: dt.datetime) -> bytes:
    """Return another program's PDF/A-3 with the record attached and everything that changes by itself set.

    Args:
        pdf: The file.
        record: The contract record, None for none.
        when: The date that the file states.
    """
    import pikepdf

    stamp = when.strftime("D:%Y%m%d%H%M%SZ")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if record is not None:
            specification = pikepdf.AttachedFileSpec(
                file, record, filename=RECORD_NAME, description="合同记录", mime_type="application/json",
                creation_date=stamp, mod_date=stamp,
            )  # fmt: skip
            specification.relationship = pikepdf.Name.Data
            file.attachments[RECORD_NAME] = specification
            file.Root.AF = pikepdf.Array([specification.obj])
        file.Root.Lang = "zh-CN"
        _set_dates(file, when, stamp)
        buffer = io.BytesIO()
        file.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _set_dates(file: pikepdf.Pdf, when: dt.datetime, stamp: str) -> None:
    """Set every date of a file, and take out what its maker counts or draws anew each time."""
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            if name in metadata:
                metadata[name] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        for name in ("xmpMM:DocumentID", "xmpMM:InstanceID"):
            if name in metadata:
                del metadata[name]
    for key in ("/CreationDate", "/ModDate"):
        if key in file.docinfo:
            file.docinfo[key] = stamp
    for key in ("/DocChecksum", "/ID"):  # a new ID is made from the content when the file is saved
        if key in file.trailer:
            del file.trailer[key]
    for intent in file.Root.get("/OutputIntents", ()):
        profile = intent.DestOutputProfile
        content = bytearray(profile.read_bytes())
        content[_ICC_DATE] = struct.pack(">6H", *when.timetuple()[:6])
        profile.write(bytes(content))
