"""What a browser may keep of the log, so that it opens without a network: nobody's pages, styles, scripts, pictures."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

_STYLES = ("css/bootstrap.css", "css/tokens.css", "css/shell.css", "css/components.css", "css/visits.css")
_PAGES = ("css/public.css",)
_PICTURES = ("img/icons.svg", "img/mark.svg")
#: What the steps and the cards import: a page can be used with these, so nothing else comes over a slow line first.
_STEPS = ("js/drafts.js", "js/logform.js")
#: What the others import, in the order in which it is missed.
_REST = (
    "js/dialog.js",
    "js/keys.js",
    "js/uploads.js",
    "js/devicestore.js",
    "js/queue.js",
    "js/sending.js",
    "js/wrongs.js",
    "js/photos.js",
    "js/sha256.js",
    "js/conduct.js",
    "js/counts.js",
    "js/unitsearch.js",
    "js/unitpicker.js",
    "js/without.js",
)
_NAMED_BY_THE_PAGE = ("js/visits.js", "js/shell.js", "js/finishing.js", "js/logparts.js")
_SCRIPTS = (*_NAMED_BY_THE_PAGE, *_STEPS, *_REST)
FILES = (*_STYLES, *_PAGES, *_PICTURES, *_SCRIPTS)


def assets() -> list[str]:
    """Their addresses. A script names the others plainly, whatever name the page gives them: both are kept."""
    return list(dict.fromkeys([*map(static, FILES), *map(_plainly, _SCRIPTS)]))


def modules() -> dict[str, list[str]]:
    """The addresses of scripts that others name, told to the browser at once: for the steps, and for all else."""
    return {"modules": [_plainly(name) for name in _STEPS], "later_modules": [_plainly(name) for name in _REST]}


def _plainly(name: str) -> str:
    return f"{static('js/').removesuffix('/')}/{Path(name).name}"


@cache
def version() -> str:
    """Another one as soon as one byte of any of them changes."""
    content = hashlib.sha256()
    for name in FILES:
        found = finders.find(name)
        content.update(Path(str(found)).read_bytes() if found else static(name).encode())
    return f"visits-{content.hexdigest()[:16]}"
