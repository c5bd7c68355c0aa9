"""A workbook's zip archive, believed in nothing: every claim of its directory is compared with what is there.

Two programs can see two different archives in the same bytes. So that the one that is screened is the one that is read,
only what every program sees alike is let through: one directory, at the end, and parts that begin, end and unpack where
it says.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

CHUNK = 1024**2
"""Bytes unpacked at a time."""

_END = struct.Struct("<4sHHHHIIH")  # APPNOTE 4.3.16, of a directory on one disk, without comment
_LOCAL = struct.Struct("<4sHHHHHIIIHH")  # APPNOTE 4.3.7
_ENCRYPTED = 1
_PIECE = 256 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, LookupError)


class Damaged(Exception):  # noqa: N818 - not an error of its own: the screen says which file it is about
    """The bytes are no whole archive."""


class Odd(Exception):  # noqa: N818 - the same
    """The bytes are an archive that two programs could see differently."""


def entries(data: bytes) -> Sequence[zipfile.ZipInfo]:
    """Return the directory of an archive.

    Raises:
        Damaged: There is none, or it is cut short.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except _DAMAGED as error:
        raise Damaged from error


def check(data: bytes, found: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse an archive whose directory another program could find elsewhere.

    Raises:
        Odd: Something stands before its first or behind its last byte, or two parts share bytes.
    """
    magic, *disks, count, size, offset, comment = _END.unpack(data[-_END.size :])
    ends = magic == b"PK\x05\x06" and not comment and offset + size + _END.size == len(data)
    if not ends or disks != [0, 0, count] or count != len(found):
        raise Odd("something stands before, behind or beside its directory")
    spans = sorted((e.header_offset, e.header_offset + _LOCAL.size + e.compress_size) for e in found)
    if any(end > start for (_, end), (start, _) in pairwise([*spans, (offset, offset)])):
        raise Odd("its parts overlap")


def unpacked(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's bytes.

    Raises:
        Damaged: They are not as many as the directory says, or other ones.
        Odd: The part's own header contradicts the directory.
    """
    try:
        magic, _, flags, method, *_, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
    except _DAMAGED as error:
        raise Damaged from error
    begin = entry.header_offset + _LOCAL.size
    if magic != b"PK\x03\x04" or data[begin : begin + name] != _name(entry):
        raise Damaged
    if method != entry.compress_type or (flags ^ entry.flag_bits) & _ENCRYPTED:
        raise Odd("a part's own header contradicts the directory")
    begin += name + extra
    packed = memoryview(data)[begin : begin + entry.compress_size]
    size = sum_ = 0
    for chunk in _inflated(packed) if method == zipfile.ZIP_DEFLATED else _pieces(packed, CHUNK):
        size += len(chunk)
        if size > entry.file_size:
            raise Odd("a part is larger than the directory says")
        sum_ = zlib.crc32(chunk, sum_)
        yield bytes(chunk)
    if size != entry.file_size or sum_ != entry.CRC:
        raise Damaged


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """Yield what a raw deflate stream holds; it must end where its bytes do."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _pieces(packed, _PIECE):
            if inflater.eof:
                raise Odd("bytes stand behind the end of a part")
            yield inflater.decompress(piece, CHUNK)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, CHUNK)
        while more := inflater.decompress(b"", CHUNK):  # what the last piece left inside
            yield more
    except zlib.error as error:
        raise Damaged from error
    if not inflater.eof or inflater.unused_data:
        raise Damaged


def _pieces(data: memoryview, size: int) -> Iterator[memoryview]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _name(entry: zipfile.ZipInfo) -> bytes:
    """Return a part's name as its bytes stand in the directory."""
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
