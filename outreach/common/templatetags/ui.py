"""Template tags of the design system: one set of icons, one way to cut lists."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from outreach.common.text import plain_number

register = template.Library()

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
