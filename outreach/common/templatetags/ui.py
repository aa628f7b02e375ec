"""Template tags of the design system: one set of icons, one way to cut lists."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language

from outreach.common.text import plain_number

register = template.Library()

_SELECTED = mark_safe(" selected")
LIGHT_ICONS = {"green": "ok", "yellow": "soon", "red": "late", "grey": "paused", "blue": "long", "none": "none"}


@register.simple_tag
@cache  # a page draws some fifty icons out of a few dozen
def icon(name: str, css: str = "i") -> SafeString:
    """An icon of ``static/img/icons.svg``; decorative, the word beside it is its name."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("img/icons.svg"),
        name,
    )


register.filter("plain", plain_number)


@register.filter
def light_name(light: Any) -> str:
    """The class and icon suffix of a traffic light: ``"red"`` becomes ``"late"``; an unknown light is no light."""
    return LIGHT_ICONS.get(str(light), "none")


@register.simple_tag
def light(name: Any, words: Any, *, large: bool = False, bare: bool = False) -> SafeString:
    """A time light: icon, word and colour.

    ``name`` is green, yellow, red, grey, blue or none; ``words`` say it, as "还剩 3 个工作日"; ``large`` stands at the
    top of an item, ``bare`` has no box.
    """
    return _light(light_name(name), conditional_escape(words), large=large, bare=bare)


@lru_cache(maxsize=1000)  # a list says the same few dozen things again and again
def _light(name: str, words: str, *, large: bool, bare: bool) -> SafeString:
    size = " sx-light--lg" if large else ""
    box = " sx-light--bare" if bare else ""
    drawn = icon(f"light-{name}", "l")
    return format_html('<span class="sx-light sx-light--{}{}{}">{}{}</span>', name, size, box, drawn, words)


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any) -> SafeString:
    """The options of a chooser: (value, label) pairs; a loop of template nodes would be slow for hundreds."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if value == chosen else "", label) for value, label in choices),
    )


@register.simple_tag
def state(words: Any, icon_name: str = "") -> SafeString:
    """What somebody waits for, in a neutral frame."""
    return _state(conditional_escape(words), icon_name)


@lru_cache(maxsize=1000)
def _state(words: str, icon_name: str) -> SafeString:
    return format_html('<span class="sx-state">{}{}</span>', icon(icon_name) if icon_name else "", words)


@register.simple_tag
def day(moment: date | None, pattern: str) -> SafeString:
    """A day in a list, by a pattern of the filter ``date`` as ``m-d D``; of a moment its day here; None is nothing."""
    if moment is None:
        return mark_safe("")
    return _day(localdate(moment) if isinstance(moment, datetime) else moment, pattern, get_language() or "")


@lru_cache(maxsize=1000)
def _day(on: date, pattern: str, _language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, pattern))
