"""Hostile, broken and unwanted files are refused in words, leave nothing behind, and never break the portal."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from outreach.attachments import pipeline
from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import store
from outreach.attachments.refusals import RefusedUpload
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
EXE = b"MZ\x90\x00" + bytes(200)
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
MACRO_TYPES = making.WORD_TYPES.replace("document.main", "document.macroEnabled.main")


def _locked(content: bytes) -> bytes:
    """The archive with the encryption bit set in every header."""
    return content.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


HOSTILE = {
    "empty": ("a.jpg", b"", "空"),
    "svg": ("a.svg", SVG, "不收这种"),
    "svg as png": ("a.png", SVG, "不收这种"),
    "html": ("a.html", HTML, "不收这种"),
    "html as jpg": ("a.jpg", HTML, "不收这种"),
    "html as txt": ("a.txt", HTML, "不收这种"),
    "html in utf-16 as txt": ("a.txt", HTML.decode().encode("utf-16"), "不收这种"),
    "html with a word before": ("a.txt", b"hello < script>alert(1)", "不收这种"),
    "php as txt": ("a.txt", b"<?php system('id');", "不收这种"),
    "exe": ("a.exe", EXE, "不收这种"),
    "exe as pdf": ("a.pdf", EXE, "不收这种"),
    "exe as txt": ("a.txt", EXE, "不收这种"),
    "elf": ("a", b"\x7fELF" + bytes(60), "不收这种"),
    "shell script": ("a.sh", b"#!/bin/sh\nid\n", "不收这种"),
    "windows script": ("a.bat", b"del *.*\r\n", "不收这种"),
    "text without its ending": ("a", "话".encode(), "不收这种"),
    "gif": ("a.gif", GIF, "不收这种"),
    "gif as jpg": ("a.jpg", GIF, "不收这种"),
    "zip": ("a.zip", making.archive({"a.txt": "a"}), "压缩包"),
    "zip as docx": ("a.docx", making.archive({"word/document.xml": "a"}), "压缩包"),
    "empty zip": ("a.zip", making.archive({}), "压缩包"),
    "rar": ("a.rar", b"Rar!\x1a\x07\x00" + bytes(50), "压缩包"),
    "gzip": ("a.gz", b"\x1f\x8b\x08" + bytes(50), "压缩包"),
    "7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "压缩包"),
    "other office package": (
        "a.pptx",
        making.archive({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
        "不收这种",
    ),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "旧版"),
    "macros": ("a.docx", making.docx(**{"word/vbaProject.bin": b"x"}), "宏"),
    "macro type": ("a.docx", making.docx(**{"[Content_Types].xml": MACRO_TYPES}), "宏"),
    "laughing xml": ("a.docx", making.laughing_docx(), "PDF"),
    "laughing xml in utf-16": ("a.docx", making.laughing_docx("utf-16"), "PDF"),
    "document type behind a long comment": (
        "a.docx",
        making.docx(**{"word/document.xml": f"<!--{'a' * 65_530}--><!DOCTYPE w SYSTEM 'file:///etc/passwd'><w/>"}),
        "PDF",
    ),
    "template from outside": ("a.docx", making.linked_docx("attachedTemplate"), "PDF"),
    "picture from outside": ("a.docx", making.linked_docx("image", "external"), "PDF"),
    "links that are no xml": ("a.docx", making.docx(**{"word/_rels/document.xml.rels": "<a"}), "损坏"),
    "embedded program": ("a.docx", making.docx(**{"word/embeddings/oleObject1.bin": b"x"}), "宏"),
    "control": ("a.docx", making.docx(**{"word/activeX/activeX1.xml": "<a/>"}), "宏"),
    "packed script": ("a.docx", making.docx(**{"word/media/a.JS": "x"}), "宏"),
    "long list of types": (
        "a.docx",
        making.docx(**{"[Content_Types].xml": making.WORD_TYPES + " " * pipeline.MB}),
        "损坏",
    ),
    "large png": ("a.png", making.painted("PNG", 18_000_000), "尺寸"),
    "large webp": ("a.webp", making.painted("WEBP", 11_000_000), "尺寸"),
    "large progressive jpg": ("a.jpg", making.painted("JPEG", 18_000_000, progressive=True), "尺寸"),
    "locked": ("a.docx", _locked(making.docx()), "密码"),
    "climbing entry": ("a.docx", making.docx(**{"../../etc/passwd": b"x"}), "损坏"),
    "bomb": ("a.docx", making.docx(**{"word/media/a.bmp": bytes(pipeline.MB * 201)}), "损坏"),
    "crowd": ("a.docx", making.docx(**{f"word/{number}": b"" for number in range(2001)}), "损坏"),
    "cut docx": ("a.docx", making.docx()[:-30], "损坏"),
    "docx with a tail": ("a.docx", making.docx() + b"<script>", "另一种"),
    "page before a docx": ("a.docx", making.PDF + making.docx(), "另一种|损坏"),
    "zip behind a pdf": ("a.pdf", making.PDF + making.archive({"a": "b"}) + b"\n%%EOF", "另一种"),
    "zip behind an mp3": ("a.mp3", making.mp3() + making.archive({"a": "b"}), "另一种"),
    "zip behind an mp4": ("a.mp4", making.movie() + making.archive({"a": "b"}), "不收这种"),
    "cut pdf": ("a.pdf", making.PDF[:-8], "损坏"),
    "cut jpg": ("a.jpg", making.picture(size=(300, 300))[:-300], "损坏"),
    "cut png": ("a.png", making.picture("PNG", size=(300, 300))[:-60], "损坏"),
    "jpg of three bytes": ("a.jpg", b"\xff\xd8\xff", "损坏"),
    "webp of rubbish": ("a.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(30), "损坏"),
    "pixel bomb": ("a.png", making.png_claiming(50_000, 50_000), "尺寸"),
    "wide bomb": ("a.png", making.png_claiming(60_000, 1_000), "尺寸"),
    "no pixels": ("a.png", making.png_claiming(0, 10), "损坏"),
    "heic": ("a.heic", making.box(b"ftyp", b"heic\0\0\0\0mif1"), "HEIC"),
    "heic as jpg": ("a.jpg", making.box(b"ftyp", b"heic\0\0\0\0mif1"), "HEIC"),
    "quicktime": ("a.mov", making.movie(b"qt  "), "不收这种"),
    "movie without frames": ("a.mp4", making.box(b"ftyp", b"isom\0\0\0\0"), "不收这种"),
    "cut mp4": ("a.mp4", making.movie()[:-9], "不收这种"),
    "box of size 1": ("a.mp4", making.box(b"ftyp", b"isom\0\0\0\0") + b"\0\0\0\1mdat\0\0\0\0\0\0\0\1", "不收这种"),
    "deep boxes": ("a.mp4", b"".join((8 * n).to_bytes(4, "big") + b"trak" for n in range(3000, 0, -1)), "不收这种"),
    "one mp3 frame": ("a.mp3", making.mp3(frames=1), "不收这种"),
    "too long a text": ("a.txt", b"a" * (2 * pipeline.MB + 1), "最多 2"),
    "too large": ("a.pdf", b"%PDF-" + bytes(pipeline.MAX_BYTES), "最多 20"),
}


@pytest.mark.parametrize(("name", "content", "words"), HOSTILE.values(), ids=HOSTILE.keys())
def test_refused_in_words_and_nothing_left(name: str, content: bytes, words: str, media_root: Path) -> None:
    with pytest.raises(RefusedUpload) as refused:
        store(upload(name, content, "image/jpeg"))
    assert any(word in str(refused.value.reason) for word in words.split("|")), str(refused.value.reason)
    assert not Attachment.objects.exists()
    assert not list(media_root.rglob("*"))


def test_deeply_nested_boxes_are_refused() -> None:
    nest = b""
    for _level in range(2000):
        nest = making.box(b"trak", nest)
    content = making.box(b"ftyp", b"isom\0\0\0\0") + making.box(b"moov", nest) + making.box(b"mdat", b"")
    with pytest.raises(RefusedUpload):
        store(upload("a.mp4", content))


def test_a_damaged_picture_never_breaks_anything() -> None:
    whole = making.picture("PNG", size=(40, 40)), making.picture("WEBP", size=(40, 40)), making.located_photo()
    for content in whole:
        for at in range(12, len(content), max(1, len(content) // 60)):
            broken = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
            try:
                store(upload("a.png", broken))
            except RefusedUpload:
                continue


def test_an_archive_that_lies_about_its_sizes_is_never_unpacked() -> None:
    content = making.docx().replace(b"PK\x01\x02", b"PK\x01\x03", 1)
    assert zipfile.is_zipfile(BytesIO(content))
    with pytest.raises(RefusedUpload):
        store(upload("a.docx", content))
