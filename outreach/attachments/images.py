"""Photos are drawn anew: what was hidden in the file (place, device, comment, code) does not come along."""

import struct
import threading
import warnings
import zlib
from io import BytesIO
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageOps

from outreach.attachments import refusals
from outreach.attachments.refusals import RefusedUpload

# 50 megapixels is the largest common phone camera; more is a bomb or a poster.
MAX_PIXELS = 50_000_000
# An A4 page at 350 dpi.
MAX_SIDE = 4096
# What is unpacked at once, at four bytes each and twice while a picture is turned: 134 MB at most. Baseline JPEG can
# be read at half its size, the other formats only whole; WebP keeps a canvas of its own beside the picture.
MAX_UNPACKED_PIXELS = {"JPEG": 16_800_000, "PNG": 16_800_000, "WEBP": 10_000_000}
THUMBNAIL_SIDE = 480
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


#: One picture at a time in each worker, or its threads together would take many times the memory.
_drawing = threading.BoundedSemaphore(1)


class Drawn(NamedTuple):
    """A photo as stored, and its small JPEG for lists."""

    content: bytes
    thumbnail: bytes


def redraw(file: BinaryIO, image_format: str) -> Drawn:
    """The pixels of ``file`` in a new file of the same format, upright, with a thumbnail of 480 pixels."""
    file.seek(0)
    try:
        with _drawing, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)
            with Image.open(file, formats=[image_format]) as opened:
                _fit_in_memory(opened, image_format)
                picture = _upright_pixels(opened)
            return Drawn(_encoded(picture, image_format), _thumbnail(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedUpload(refusals.TOO_MANY_PIXELS) from None
    except _UNREADABLE:
        raise RefusedUpload(refusals.DAMAGED) from None


def _fit_in_memory(opened: Image.Image, image_format: str) -> None:
    """Refuse what would unpack to too much; a large photo is read at half its size."""
    pixels, limit = opened.width * opened.height, MAX_UNPACKED_PIXELS[image_format]
    # Reading a progressive JPEG at half its size still unpacks all of it.
    is_divisible = image_format == "JPEG" and "progressive" not in opened.info
    if pixels > (MAX_PIXELS if is_divisible else limit):
        raise RefusedUpload(refusals.TOO_MANY_PIXELS)
    if pixels > limit:
        opened.draft("RGB", (opened.width // 2, opened.height // 2))


def _upright_pixels(opened: Image.Image) -> Image.Image:
    """The pixels alone, turned upright, with at most one copy in memory beside them."""
    ImageOps.exif_transpose(opened, in_place=True)
    has_alpha = "A" in opened.getbands() or "transparency" in opened.info
    mode = "RGBA" if has_alpha else "RGB"
    pixels = opened if opened.mode == mode else opened.convert(mode)
    pixels.thumbnail((MAX_SIDE, MAX_SIDE))
    pixels.info = {}  # from here the encoders write EXIF, comments, profiles and text chunks
    return pixels


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _encoded(picture: Image.Image, image_format: str) -> bytes:
    buffer = BytesIO()
    if image_format == "JPEG":
        _on_white(picture).save(buffer, "JPEG", quality=88)
    elif image_format == "WEBP":
        picture.save(buffer, "WEBP", quality=88)
    else:
        picture.save(buffer, image_format)
    return buffer.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _encoded(small, "JPEG")
