"""Recordings and videos: read just far enough to know that they are what they claim to be."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_BRANDS_AUDIO = {b"M4A ", b"M4B "}
_BRANDS = _BRANDS_AUDIO | {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
_MAX_BOXES = 20_000
_MAX_MOVIE_HEADER = 8 * 1024 * 1024
# Boxes in which phones write place, owner and device; players do not need them.
_PERSONAL = {b"udta", b"meta", b"uuid"}

_KILOBITS = (
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
_HERTZ = {0: (11025, 12000, 8000), 2: (22050, 24000, 16000), 3: (44100, 48000, 32000)}
_FRAMES_WANTED = 3
_MAX_PADDING = 64 * 1024


class Box(NamedTuple):
    """One box of an ISO media file (ISO/IEC 14496-12): its type and where its content lies."""

    type: bytes
    start: int
    end: int


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two positions; ``ValueError`` where they do not fill the space exactly."""
    for _count in range(_MAX_BOXES):
        if start == end:
            return
        file.seek(start)
        head = file.read(16)
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            raise ValueError("box runs over")
        yield Box(head[4:8], start + header, start + size)
        start += size
    raise ValueError("too many boxes")


def mp4_type(file: BinaryIO, size: int) -> str:
    """``video/mp4`` or ``audio/mp4``; ``ValueError`` for anything else."""
    found = {box.type: box for box in boxes(file, 0, size)}
    movie = found.get(b"moov")
    if movie is None or not found.keys() & {b"mdat", b"moof"} or movie.end - movie.start > _MAX_MOVIE_HEADER:
        raise ValueError("no movie")
    file.seek(8)
    if file.read(4) not in _BRANDS:
        raise ValueError("another brand")
    return "video/mp4" if b"vide" in _handlers(file, movie) else "audio/mp4"


def _handlers(file: BinaryIO, parent: Box) -> set[bytes]:
    """What the tracks hold: ``vide``, ``soun`` …"""
    found: set[bytes] = set()
    for box in boxes(file, parent.start, parent.end):
        if box.type in {b"trak", b"mdia"}:
            found |= _handlers(file, box)
        elif box.type == b"hdlr":
            file.seek(box.start + 8)
            found.add(file.read(4))
    return found


def blank_personal_boxes(file: BinaryIO, size: int) -> None:
    """Overwrite place, owner and device in an mp4 or m4a, in place and without moving anything."""
    _blank(file, Box(b"", 0, size))


def _blank(file: BinaryIO, parent: Box) -> None:
    for box in list(boxes(file, parent.start, parent.end)):
        if box.type in {b"moov", b"trak"}:
            _blank(file, box)
        elif box.type in _PERSONAL:
            file.seek(box.start - 4 if _is_short(file, box) else box.start - 12)
            file.write(b"free")
            file.seek(box.start)
            file.write(bytes(box.end - box.start))


def _is_short(file: BinaryIO, box: Box) -> bool:
    file.seek(box.start - 4)
    return file.read(4) == box.type


def is_mp3(file: BinaryIO) -> bool:
    """Whether three MPEG layer III frames follow one another after the ID3 tag."""
    file.seek(0)
    tag = file.read(10)
    position = 0
    if tag[:3] == b"ID3" and len(tag) == 10:
        position = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(tag[6:], (21, 14, 7, 0), strict=True))
        file.seek(position)
        padding = file.read(_MAX_PADDING)
        position += len(padding) - len(padding.lstrip(b"\0"))
    for _count in range(_FRAMES_WANTED):
        file.seek(position)
        length = _frame_length(file.read(4))
        if not length:
            return False
        position += length
    return True


def _frame_length(header: bytes) -> int:
    """Bytes of the frame that ``header`` opens; 0 if it opens none (ISO/IEC 11172-3, 13818-3)."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, bits = header[1] >> 3 & 3, header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or rate == 3 or bits in {0, 15}:
        return 0
    is_first = version == 3
    return (144 if is_first else 72) * 1000 * _KILOBITS[is_first][bits] // _HERTZ[version][rate] + (header[2] >> 1 & 1)
