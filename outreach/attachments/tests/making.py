"""Files made for the tests: true ones of every kind, and hostile ones."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD_TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def upload(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def picture(
    image_format: str = "JPEG", *, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any
) -> bytes:
    """A small picture whose left half is red."""
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill="red" if mode in {"RGB", "RGBA"} else 1)
    buffer = BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def located_photo() -> bytes:
    """A JPEG turned by 90 degrees, with place, camera and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 15.0)
    exif.get_ifd(0x8825)[29] = "2026:05:04"
    return picture(exif=exif, comment=b"secret comment")


def annotated_png() -> bytes:
    info = PngInfo()
    info.add_text("Author", "SecretAuthor")
    return picture("PNG", pnginfo=info)


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its few bytes unpack to, or not."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def archive(entries: dict[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(**more: str | bytes) -> bytes:
    return archive({"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<w:document/>", **more})


def xlsx() -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def mp3(frames: int = 4) -> bytes:
    """An ID3 tag and silent frames of 128 kbit/s at 44.1 kHz: 417 bytes each."""
    return b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def movie(brand: bytes = b"isom", handler: bytes = b"vide", place: bytes = b"+31.2304+121.4737/") -> bytes:
    """An ISO media file with one track, and the place where a phone filmed it."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13))) + box(b"meta", place))
    return (
        box(b"ftyp", brand + bytes(4) + brand)
        + box(b"moov", box(b"mvhd", bytes(100)) + track + box(b"udta", box(b"\xa9xyz", place)))
        + box(b"mdat", b"frames" * 20)
    )


RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}" TargetMode="{mode}"/></Relationships>'
)


def linked_docx(kind: str, mode: str = "External", target: str = "https://example.org/a") -> bytes:
    """A Word file whose text leads to ``target``."""
    return docx(**{"word/_rels/document.xml.rels": RELS.format(kind=kind, target=target, mode=mode)})


def laughing_docx(encoding: str = "utf-8") -> bytes:
    """A Word file whose few lines unpack to gigabytes in a program that believes its document type."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">{entities}]><w:document>&e9;</w:document>'
    return docx(**{"word/document.xml": text.encode(encoding)})


def painted(image_format: str, pixels: int, **options: Any) -> bytes:
    """A picture of nearly so many pixels that hides its size in few bytes."""
    side = int(pixels**0.5)
    buffer = BytesIO()
    Image.new("RGB", (side, side), "white").save(buffer, image_format, **options)
    return buffer.getvalue()
