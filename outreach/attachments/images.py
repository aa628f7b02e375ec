"""Photos are drawn anew: what was hidden in the file (place, device, comment, code) does not come along."""

import struct
import warnings
import zlib
from io import BytesIO
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageOps

from outreach.attachments import refusals
from outreach.attachments.refusals import RefusedUpload

# 50 megapixels is the largest common phone camera; more is a bomb or a poster.
MAX_PIXELS = 50_000_000
# An A4 page at 350 dpi; keeps a decoded photo below 64 MB in the worker.
MAX_SIDE = 4096
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


class Drawn(NamedTuple):
    """A photo as stored, and its small JPEG for lists."""

    content: bytes
    thumbnail: bytes


def redraw(file: BinaryIO, image_format: str) -> Drawn:
    """The pixels of ``file`` in a new file of the same format, upright, with a thumbnail of 480 pixels."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)
            with Image.open(file, formats=[image_format]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise RefusedUpload(refusals.TOO_MANY_PIXELS)
                opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
                picture = _upright_pixels(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedUpload(refusals.TOO_MANY_PIXELS) from None
    except _UNREADABLE:
        raise RefusedUpload(refusals.DAMAGED) from None
    return Drawn(_encoded(picture, image_format), _thumbnail(picture))


def _upright_pixels(opened: Image.Image) -> Image.Image:
    """The pixels alone: pasting leaves EXIF, comments, profiles and text chunks behind."""
    upright = ImageOps.exif_transpose(opened)
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    pixels = upright.convert("RGBA" if has_alpha else "RGB")
    pixels.thumbnail((MAX_SIDE, MAX_SIDE))
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    return clean


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
