"""What a browser may keep of the log, so that it opens without a network: nobody's pages, styles, scripts, pictures."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

_STYLES = ("css/bootstrap.css", "css/tokens.css", "css/shell.css", "css/components.css", "css/visits.css")
_PAGES = ("css/public.css",)
_PICTURES = ("img/icons.svg", "img/mark.svg")
#: Scripts in the order in which they are missed, for a slow line: the steps and the cards, photos and the queue, then
#: what every page has, hints and searches.
_STEPS = ("js/visits.js", "js/drafts.js", "js/logform.js")
_QUEUE = (
    "js/finishing.js",
    "js/devicestore.js",
    "js/queue.js",
    "js/photos.js",
)
_REST = (
    "js/sending.js",
    "js/sha256.js",
    "js/shell.js",
    "js/dialog.js",
    "js/keys.js",
    "js/uploads.js",
    "js/logparts.js",
    "js/conduct.js",
    "js/counts.js",
    "js/unitsearch.js",
    "js/unitpicker.js",
    "js/without.js",
)
_SCRIPTS = (*_STEPS, *_QUEUE, *_REST)
#: These the page names itself, under the name that they are served with.
_STARTS = {"js/visits.js", "js/finishing.js", "js/shell.js", "js/logparts.js"}
FILES = (*_STYLES, *_PAGES, *_PICTURES, *_SCRIPTS)


def assets() -> list[str]:
    """Their addresses."""
    return [static(name) for name in FILES]


def modules() -> dict[str, list[str]]:
    """The addresses of scripts that others import, told to the browser at once; ``later_modules`` can wait."""
    return {"modules": _imported(*_STEPS, *_QUEUE), "later_modules": _imported(*_REST)}


def first_asked() -> str:
    """What the header of the page tells a browser to ask for, before the page itself has come through (RFC 8288)."""
    styles = (f"<{static(name)}>; rel=preload; as=style" for name in _STYLES)
    return ", ".join([*styles, f"<{static('js/visits.js')}>; rel=modulepreload"])


def _imported(*names: str) -> list[str]:
    return [static(name) for name in names if name not in _STARTS]


@cache
def version() -> str:
    """Another one as soon as one byte of any of them changes."""
    content = hashlib.sha256()
    for name in FILES:
        found = finders.find(name)
        content.update(Path(str(found)).read_bytes() if found else static(name).encode())
    return f"visits-{content.hexdigest()[:16]}"
