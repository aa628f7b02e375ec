"""Every template keeps the promises the pages rest on: nothing inline, nothing untranslated, every icon drawn."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/templates/**/*.html")])
ICONS = set(re.findall(r'symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
CLASSES = set(
    re.findall(r"\.(sx-[\w-]+)", " ".join(path.read_text(encoding="utf-8") for path in ROOT.glob("static/css/*.css")))
)

COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*trans(?:late)?\s.*?%}"
    r"|_\(\"[^\"]*\"\)",
    re.DOTALL,
)
# Blocks that fill an attribute of the base page, named main_class, body_attributes …
ATTRIBUTE_BLOCK = re.compile(r"{%\s*block \w+_(?:class|attributes)\s*%}.*?{%\s*endblock\s*%}", re.DOTALL)
TAG = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in every language.
ALLOWED_WORDS = {"Excel", "Word", "PDF", "XLSX", "CSV", "QR"}
INLINE = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "outside host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}
SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label"}


class SpokenText(HTMLParser):
    """Collects what a reader sees or hears: text and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def faults(source: str) -> list[str]:
    """What is wrong with one template, in words; empty for a clean one."""
    source = COMMENT.sub("", source)
    markup = TAG.sub("", source)
    found = [name for name, pattern in INLINE.items() if pattern.search(markup)]
    untranslated = TRANSLATED.sub("", source)
    found += [f"untranslated {run!r}" for run in sorted(set(HAN.findall(untranslated)))]
    reader = SpokenText()
    reader.feed(TAG.sub("", ATTRIBUTE_BLOCK.sub("", untranslated)))
    words = set(LATIN_WORD.findall(" ".join(reader.pieces))) - ALLOWED_WORDS
    return found + [f"untranslated {word!r}" for word in sorted(words)]


def missing_icons(source: str) -> set[str]:
    """Icons named in a template that the sprite does not hold."""
    named = re.findall(r'{%\s*icon "([^"]+)"|icon_name="([^"]+)"', source)
    return {first or second for first, second in named} - ICONS


def unknown_classes(source: str) -> set[str]:
    """Own classes that no style sheet describes; names put together by the template are left out."""
    values = re.findall(r'class="([^"]*)"', TAG.sub("\0", source))
    used = {name for value in values for name in value.split() if name.startswith("sx-") and "\0" not in name}
    return used - CLASSES - {name.partition("__")[0] for name in CLASSES}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_is_clean(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert faults(source) == []
    assert missing_icons(source) == set()
    assert unknown_classes(source) == set()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('<p style="color: red">{{ x }}</p>', "inline style"),
        ("<style>p {}</style>", "inline style"),
        ("<script>{{ x }}</script>", "inline script"),
        ('<a href="javascript:{{ x }}">{{ x }}</a>', "inline script"),
        ('<button onclick="{{ x }}">{{ x }}</button>', "inline handler"),
        ('<script src="https://example.org/{{ x }}"></script>', "outside host"),
        ("<p>台</p>", "untranslated '台'"),
        ("<p>Ledger</p>", "untranslated 'Ledger'"),
        ('<input aria-label="Search">', "untranslated 'Search'"),
        ('{% include "components/call.html" with text="台" only %}', "untranslated '台'"),
    ],
)
def test_each_fault_is_found(source: str, fault: str) -> None:
    assert fault in faults(source)


def test_translated_text_and_comments_are_no_fault() -> None:
    source = (
        '{# 说明 #}{% comment %}Kind of panel{% endcomment %}{% translate "台账" %}'
        '{% blocktranslate trimmed %}共 {{ n }} 条{% endblocktranslate %}{{ _("台账") }}'
    )
    assert faults(source) == []


def test_a_missing_icon_is_found() -> None:
    assert missing_icons('{% icon "unicorn" %}{% icon "bell" %}') == {"unicorn"}


def test_a_class_without_style_is_found() -> None:
    source = '<p class="sx-panel sx-unicorn sx-light--{{ name }}{% if x %} sx-ghost{% endif %}"></p>'
    assert unknown_classes(source) == {"sx-unicorn"}
