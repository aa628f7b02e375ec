"""What a browser may keep of the log, so that it opens without a network: nobody's pages, styles, scripts, pictures."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

_STYLES = ("bootstrap/css/bootstrap.min.css", "css/tokens.css", "css/shell.css", "css/components.css", "css/visits.css")
_PAGES = ("css/public.css",)
_PICTURES = ("img/icons.svg", "img/mark.svg")
_SCRIPTS = (
    "js/shell.js",
    "js/dialog.js",
    "js/drafts.js",
    "js/keys.js",
    "js/uploads.js",
    "js/visits.js",
    "js/conduct.js",
    "js/counts.js",
    "js/devicestore.js",
    "js/finishing.js",
    "js/logcards.js",
    "js/photos.js",
    "js/queue.js",
    "js/sending.js",
    "js/sha256.js",
    "js/unitpicker.js",
    "js/where.js",
    "js/without.js",
    "js/wrongs.js",
)
_NAMED_BY_THE_PAGE = ("js/shell.js", "js/visits.js")
FILES = (*_STYLES, *_PAGES, *_PICTURES, *_SCRIPTS)


def assets() -> list[str]:
    """Their addresses. A script names the others plainly, whatever name the page gives them: both are kept."""
    return list(dict.fromkeys([*map(static, FILES), *map(_plainly, _SCRIPTS)]))


def modules() -> list[str]:
    """The addresses of the scripts that others name: told to the browser at once, it need not find them one by one."""
    return [_plainly(name) for name in _SCRIPTS if name not in _NAMED_BY_THE_PAGE]


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
