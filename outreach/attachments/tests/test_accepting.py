"""What people really send is taken in, known by its content, and cleaned of what it should not tell."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from outreach.accounts.models import User
from outreach.attachments.pipeline import store
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("照片.jpg", making.picture(), "image/jpeg"),
        ("grey.jpeg", making.picture(mode="L"), "image/jpeg"),
        ("print.jpg", making.picture(mode="CMYK"), "image/jpeg"),
        ("a.png", making.picture("PNG", mode="RGBA"), "image/png"),
        ("palette.png", making.picture("PNG", mode="P"), "image/png"),
        ("bilevel.png", making.picture("PNG", mode="1"), "image/png"),
        ("a.webp", making.picture("WEBP"), "image/webp"),
        ("a.pdf", making.PDF, "application/pdf"),
        ("a.docx", making.docx(), WORD),
        ("a.xlsx", making.xlsx(), EXCEL),
        ("a.txt", "排班表".encode(), "text/plain"),
        ("a.mp3", making.mp3(), "audio/mpeg"),
        ("a.m4a", making.movie(b"M4A ", b"soun"), "audio/mp4"),
        ("phone.m4a", making.movie(b"mp42", b"soun"), "audio/mp4"),
        ("a.mp4", making.movie(), "video/mp4"),
    ],
)
def test_every_kind_on_the_list_is_stored(name: str, content: bytes, content_type: str, media_root: Path) -> None:
    kept = store(upload(name, content))
    assert (kept.original_name, kept.content_type) == (name, content_type)
    stored = kept.file.read()
    kept.file.close()
    assert (len(stored), hashlib.sha256(stored).hexdigest()) == (kept.size, kept.sha256)
    assert bool(kept.thumbnail) is kept.is_image
    path = Path(kept.file.path)
    assert path.is_relative_to(media_root)
    assert (path.suffix, path.stat().st_mode & 0o777) == ("", 0o600)
    assert "照片" not in path.name


def test_place_camera_and_comment_are_gone_and_the_photo_stands_upright() -> None:
    content = making.located_photo()
    assert b"SecretCamera" in content
    assert b"secret comment" in content
    kept = store(upload("a.jpg", content))
    stored = kept.file.read()
    kept.file.close()
    assert b"secret" not in stored.lower()
    with Image.open(BytesIO(stored)) as image:
        assert (image.size, len(image.getexif()), image.info.get("comment")) == ((48, 64), 0, None)
        red, _green, _blue = image.getpixel((24, 8))  # type: ignore[misc]  # three bands
        assert red > 200, "what was left is on top now"


def test_text_chunks_of_a_png_are_gone() -> None:
    kept = store(upload("a.png", making.annotated_png()))
    with kept.file.open() as file:
        assert b"SecretAuthor" not in file.read()


def test_code_behind_a_photo_is_gone() -> None:
    kept = store(upload("a.jpg", making.picture() + b"<script>alert(1)</script>" + making.archive({"a.js": "1"})))
    with kept.file.open() as file:
        content = file.read()
    assert b"script" not in content
    assert b"PK" not in content


def test_a_video_no_longer_tells_where_it_was_filmed_and_keeps_its_frames() -> None:
    kept = store(upload("a.mp4", making.movie()))
    with kept.file.open() as file:
        content = file.read()
    assert b"+31.2304" not in content
    assert (len(content), content.count(b"free"), content.count(b"frames")) == (len(making.movie()), 2, 20)


def test_a_large_photo_is_made_smaller_and_its_thumbnail_fits_480() -> None:
    kept = store(upload("a.jpg", making.picture(size=(6000, 3000))))
    with Image.open(kept.file) as image, Image.open(kept.thumbnail) as small:
        assert max(image.size) <= 4096
        assert small.size == (480, 240)
    kept.file.close()
    kept.thumbnail.close()


def test_a_photo_of_fifty_megapixels_is_read_at_half_its_size() -> None:
    with Image.open(store(upload("a.jpg", making.painted("JPEG", 49_000_000))).file) as image:
        assert image.size == (3500, 3500)
        image.fp.close()  # type: ignore[union-attr]  # open until here


def test_a_link_to_click_does_not_make_a_document_dangerous() -> None:
    assert store(upload("a.docx", making.linked_docx("hyperlink"))).content_type == WORD
    assert store(upload("b.docx", making.linked_docx("image", "Internal", "media/a.png"))).content_type == WORD


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_any_editor_becomes_utf8(encoding: str) -> None:
    kept = store(upload("a.txt", "食堂的菜太贵\r\n".encode(encoding)))
    with kept.file.open() as file:
        assert file.read().decode("utf-8") == "食堂的菜太贵\r\n"


def test_who_uploaded_is_noted() -> None:
    person = User.objects.create(username="li", full_name="李明")
    assert store(upload("a.pdf", making.PDF), uploaded_by=person).uploaded_by == person


def test_a_document_is_kept_byte_for_byte() -> None:
    with store(upload("a.docx", making.docx())).file.open() as file:
        assert file.read() == making.docx()
