"""File names as people see them: harmless in a page, a header and on any disk."""

import re
import unicodedata

from django.utils.translation import gettext as _

from outreach.common.text import clean_text

MAX_LENGTH = 120
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str, endings: tuple[str, ...]) -> str:
    """``name`` without folders, invisible or reserved characters, cut to 120, with one of ``endings``.

    An ending that the content does not bear out stays readable but no longer counts:
    ``invoice.exe`` that holds a photo becomes ``invoice.exe.jpg``.
    """
    last = clean_text(name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in " ".join(unicodedata.normalize("NFC", last).split()) if c.isprintable())
    text = _FORBIDDEN.sub("_", visible).rstrip(" .")
    ending = next((end for end in endings if text.lower().endswith(end)), "")
    stem = text[: len(text) - len(ending)].strip(" .") or _("附件")
    if _DEVICES.match(stem):
        stem = "_" + stem
    ending = text[len(text) - len(ending) :] if ending else endings[0]
    if len(stem) + len(ending) > MAX_LENGTH:
        stem = stem[: MAX_LENGTH - len(ending) - 1] + "…"
    return stem + ending
