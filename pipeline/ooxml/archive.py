"""bytes → zip members, and members → bytes, without touching what did not change."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.errors import ReadError
from pipeline.ooxml.limits import Limits

STORED, DEFLATED = 0, 8
# 1980-01-01 00:00 in DOS form: the same input gives the same bytes on every day.
_TIME, _DATE = 0, 0x21
_UTF8_NAMES = 0x800
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_CHUNK = 1 << 20


class DamagedPackage(ReadError):
    """The zip package can't be unpacked."""

    def __init__(self, what: str, *, part: str = "") -> None:
        super().__init__(f"文件已损坏：{what}", location=part, hint="请用 Word 或 WPS 打开并另存为 .docx 后重试")


class RefusedPackage(ReadError):
    """The package breaks a limit that no real contract comes near, as files made to do harm do."""

    def __init__(self, what: str, *, part: str = "") -> None:
        hint = "请确认文件来源；如确为合同，请用 Word 另存后重试"
        super().__init__(f"文件超出安全限制：{what}", location=part, hint=hint)


class TooLargePackage(ReadError):
    """The file is larger than any contract."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"文件过大：{size / (1 << 20):.1f} MiB，上限 {limit >> 20} MiB", hint="请压缩或删除文件中的图片后重试"
        )


class EncryptedPackage(ReadError):
    """A member of the package is encrypted."""

    def __init__(self) -> None:
        super().__init__("文件已加密（有密码保护），无法读取", hint="请先在 Word 中取消打开密码，另存后重试")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One zip member as stored: `raw` are its compressed bytes, `size` its unpacked size, `crc` of the unpacked."""

    name: str
    method: int
    crc: int
    size: int
    raw: bytes

    def unpack(self) -> bytes:
        """Return the unpacked bytes.

        Raises:
            DamagedPackage: Size or checksum are not those of the directory; no more than the size is unpacked.
        """
        if self.method == STORED:
            content = self.raw
        else:
            try:
                content = zlib.decompressobj(-15).decompress(self.raw, self.size + 1)
            except zlib.error:
                raise DamagedPackage("压缩数据无法解开", part=self.name) from None
        if len(content) != self.size or zlib.crc32(content) != self.crc:
            raise DamagedPackage("内容与目录中的大小或校验和不符", part=self.name)
        return content

    def verify(self) -> None:
        """Check size and checksum without keeping the unpacked bytes.

        Raises:
            DamagedPackage: They are not those of the directory.
        """
        if self.method == STORED or self.size <= _CHUNK:
            self.unpack()
            return
        inflater, size, crc, rest = zlib.decompressobj(-15), 0, 0, self.raw
        while size <= self.size:
            try:
                piece = inflater.decompress(rest, _CHUNK)
            except zlib.error:
                raise DamagedPackage("压缩数据无法解开", part=self.name) from None
            if not piece:
                break
            size, crc, rest = size + len(piece), zlib.crc32(piece, crc), inflater.unconsumed_tail
        if size != self.size or crc != self.crc:
            raise DamagedPackage("内容与目录中的大小或校验和不符", part=self.name)


def pack(name: str, content: bytes, level: int = 6) -> Member:
    """Return the content deflated as a member; level is zlib's, 1 (fast) to 9 (small)."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    raw = deflater.compress(content) + deflater.flush()
    return Member(name=name, method=DEFLATED, crc=zlib.crc32(content), size=len(content), raw=raw)


def read_members(data: bytes, limits: Limits) -> tuple[Member, ...]:
    """Return the members in the directory's order, after the directory kept every limit.

    Args:
        data: The whole file.
        limits: What the directory may claim.

    Raises:
        DamagedPackage: The zip structure is broken, names repeat, or members overlap.
        RefusedPackage: A limit is broken.
        EncryptedPackage: A member is encrypted.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeError, ValueError, OverflowError, EOFError, struct.error):
        raise DamagedPackage("不是完整的压缩包（可能下载未完成）") from None
    _check_totals(entries, limits)
    _check_names(entries)
    raws: dict[int, bytes] = {}
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        _check_entry(entry, limits)
        start, raws[entry.header_offset] = _raw(data, entry)
        if entry.header_offset < end:
            raise DamagedPackage("压缩包成员互相重叠", part=entry.filename[:80])
        end = start + entry.compress_size
    return tuple(
        Member(name=e.filename, method=e.compress_type, crc=e.CRC, size=e.file_size, raw=raws[e.header_offset])
        for e in entries
        if not e.is_dir()
    )


def _check_totals(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise RefusedPackage(f"压缩包成员 {len(entries)} 个，上限 {limits.entries}")
    total = sum(entry.file_size for entry in entries)
    if total > limits.total:
        raise RefusedPackage(f"解压后 {total >> 20} MiB，上限 {limits.total >> 20} MiB")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name, stored = entry.filename, entry.orig_filename
        if name.lower() in seen:
            raise DamagedPackage("压缩包中有重名成员", part=name[:80])
        seen.add(name.lower())
        if ".." in name.split("/") or name.startswith("/") or "\\" in stored or "\0" in stored:
            raise RefusedPackage("压缩包成员名称不合规", part=name[:80])


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename[:80]
    if entry.flag_bits & 1:
        raise EncryptedPackage
    if entry.compress_type not in {STORED, DEFLATED}:
        raise RefusedPackage("压缩方式不受支持", part=name)
    if entry.file_size > limits.part:
        raise RefusedPackage(f"单个成员 {entry.file_size >> 20} MiB，上限 {limits.part >> 20} MiB", part=name)
    if entry.file_size > limits.ratio_free and entry.file_size > limits.ratio * max(1, entry.compress_size):
        raise RefusedPackage(f"压缩比 {entry.file_size // max(1, entry.compress_size)}，上限 {limits.ratio}", part=name)


def _raw(data: bytes, entry: zipfile.ZipInfo) -> tuple[int, bytes]:
    """Return where the member's compressed bytes start, and the bytes."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
        raise DamagedPackage("压缩包成员缺失", part=entry.filename[:80])
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    raw = data[start : start + entry.compress_size]
    if len(raw) != entry.compress_size:
        raise DamagedPackage("压缩包成员不完整", part=entry.filename[:80])
    return start, raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """Members made ready to be written again and again: their local headers with data, and their directory entries."""

    body: bytes
    directory: bytes
    count: int


def _entry(member: Member, offset: int) -> tuple[bytes, bytes]:
    name = member.name.encode()
    method, crc, packed, size = member.method, member.crc, len(member.raw), member.size
    local = _LOCAL.pack(
        b"PK\3\4", 20, _UTF8_NAMES, method, _TIME, _DATE, crc, packed, size, len(name), 0
    )  # fmt: skip
    central = _CENTRAL.pack(
        b"PK\1\2", 20, 20, _UTF8_NAMES, method, _TIME, _DATE, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset
    )  # fmt: skip
    return local + name + member.raw, central + name


def freeze(members: Iterable[Member], *, offset: int = 0) -> Frozen:
    """Return the members ready to be written at that offset of the file."""
    bodies, entries = [], []
    for member in members:
        body, entry = _entry(member, offset)
        bodies.append(body)
        entries.append(entry)
        offset += len(body)
    return Frozen(body=b"".join(bodies), directory=b"".join(entries), count=len(bodies))


def write_archive(first: Frozen, others: Iterable[Member] = ()) -> bytes:
    """Return a zip file of ready members followed by others, with fixed timestamps."""
    rest = freeze(others, offset=len(first.body))
    directory = first.directory + rest.directory
    count, offset = first.count + rest.count, len(first.body) + len(rest.body)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((first.body, rest.body, directory, end))


def write_members(members: Iterable[Member], changed: Mapping[str, bytes], level: int = 6) -> bytes:
    """Return a zip file of the members, those in `changed` with new content, new names at the end.

    Args:
        members: The members of the source, written in their order.
        changed: Part name → new content.
        level: Deflate level of what changed.
    """
    kept = tuple(members)
    names = {member.name for member in kept}
    merged = [pack(m.name, changed[m.name], level) if m.name in changed else m for m in kept]
    merged += [pack(name, content, level) for name, content in changed.items() if name not in names]
    return write_archive(freeze(merged))
