"""A file's name is shown in pages, headers and folders: it keeps its words and loses its teeth."""

import pytest

from outreach.attachments.names import MAX_LENGTH, clean_name

JPG = (".jpg", ".jpeg")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("工资条 9月.jpg", "工资条 9月.jpg"),
        ("A.JPEG", "A.JPEG"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\li\\照片.jpg", "照片.jpg"),
        ("a\x00b\n\tc.jpg", "ab c.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe.jpg"),
        ("a\u200bb\ufeff.jpg", "ab.jpg"),
        ("\ud800.jpg", "附件.jpg"),
        ("", "附件.jpg"),
        ("...", "附件.jpg"),
        (".jpg", "附件.jpg"),
        (".htaccess", "htaccess.jpg"),
        ('"><img src=x onerror=alert(1)>.jpg', "___img src=x onerror=alert(1)_.jpg"),
        ("con.jpg", "_con.jpg"),
        ("setup.exe", "setup.exe.jpg"),
        ("a.jpg .", "a.jpg"),
        ("😀.jpg", "😀.jpg"),
        ("e\u0301.jpg", "é.jpg"),
    ],
)
def test_names_are_cleaned(typed: str, kept: str) -> None:
    assert clean_name(typed, JPG) == kept


def test_a_name_of_300_characters_is_cut_and_keeps_its_ending() -> None:
    kept = clean_name("长" * 300 + ".jpg", JPG)
    assert len(kept) == MAX_LENGTH
    assert kept.endswith("长….jpg")
