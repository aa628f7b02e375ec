"""Text that would run in a careless page, put into every text of the database, and what would show that it ran."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.apps import apps
from django.conf import settings
from django.db import connection, models

#: In the name of a tag or an attribute of a page, or where a script would find it, it was let in.
MARK = "xq7"
STRINGS = (
    "<script>xq7()</script>",
    "<ScRiPt src=//xq7.example></sCrIpT>",
    "<script/xq7>alert(1)</script>",
    "<scr<script>ipt>xq7()</script>",
    "</script><script>xq7()</script>",
    "</title><script>xq7()</script>",
    "</textarea><script>xq7()</script>",
    "</option></select><b xq7>",
    "</style><b xq7>",
    "--><b xq7>",
    "]]><b xq7>",
    "<img src=xq7 onerror=alert(1)>",
    "<img src=`xq7`onerror=alert(1)>",
    "<IMG SRC=xq7 ONERROR=alert(1)//",
    "<img/src=xq7/onerror=alert(1)>",
    "<svg onload=xq7()>",
    "<svg><script>xq7()</script></svg>",
    "<svg/onload=xq7()//",
    "<svg><a xlink:href=javascript:xq7>",
    "<svg><animate onbegin=xq7() dur=1s>",
    "<math href=javascript:xq7>x</math>",
    "<body onload=xq7()>",
    "<iframe src=javascript:xq7>",
    "<iframe srcdoc=<b/xq7>>",
    "<object data=javascript:xq7>",
    "<embed src=javascript:xq7>",
    "<form action=javascript:xq7><button>",
    "<button formaction=javascript:xq7>",
    "<input autofocus onfocus=xq7()>",
    "<details open ontoggle=xq7()>",
    "<video><source onerror=xq7()>",
    "<audio src=xq7 onerror=alert(1)>",
    "<marquee onstart=xq7()>",
    "<a href=javascript:xq7()>x</a>",
    "<a href=' javascript:xq7'>x</a>",
    "<a href=java&#9;script:xq7>x</a>",
    "<a href=data:text/html,xq7>x</a>",
    "<a href=vbscript:xq7>x</a>",
    "<base href=//xq7.example/>",
    "<link rel=stylesheet href=//xq7>",
    "<meta http-equiv=refresh content=0;xq7>",
    "<style>@import'//xq7'</style>",
    "<b style=background:url(//xq7)>",
    "<x xq7=1 tabindex=1 onfocusin=xq7()>",
    "<template><b xq7></template>",
    "<noscript><b xq7></noscript>",
    "<plaintext xq7>",
    "<!--><b xq7>-->",
    "<![CDATA[<b xq7>]]>",
    "<?xml version=1?><b xq7>",
    '"><b xq7>',
    "'><b xq7>",
    "\"autofocus onfocus=xq7() x='",
    "'autofocus onfocus=xq7() x=\"",
    "`onmouseover=xq7()`",
    '" xq7="',
    "' xq7='",
    "javascript:xq7()",
    "{{ xq7 }}{% xq7 %}${xq7}",
    "\\u003cb xq7\\u003e<b xq7>",
)
#: Columns by which rows are found or checked, and which no person fills in.
_KEPT = re.compile(
    r"hash|digest|sha|token|key|path|version|content_type|code|index|pinyin|link|state|query|action|username|number"
    r"|prefix|password|session|gram|loop|rule|kind|source|language|signature|device|salt|cipher|sealed|field|model|app_"
)
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcdoc", "srcset", "background")
_TEXTS = ("value", "alt", "title", "aria-label", "placeholder", "data-")
_OURS = re.compile(r"/(?!/)|[?#]")
_RUNS = re.compile(r"^[\s\x00-\x20]*(javascript|vbscript|data:text)", re.IGNORECASE)


@dataclass
class Filled:
    """One text column, and how many of the strings it has held so far."""

    model: type[models.Model]
    name: str
    room: int
    seen: int = 0

    def fill(self) -> None:
        """Put in as many further strings as there is room for; they run on without a gap."""
        text = ""
        for number in range(len(STRINGS)):
            one = STRINGS[(self.seen + number) % len(STRINGS)]
            if len(text) + len(one) > self.room:
                break
            text += one
        count = text and next(n for n in itertools.count(1) if self._first(n) >= len(text))
        self._rows().update(**{self.name: text or STRINGS[self.seen % len(STRINGS)][: self.room]})
        self.seen += count or 1

    def held(self) -> str:
        """What a row of the column holds now; every string where there is no row at all."""
        row = self._rows().values_list(self.name, flat=True).first()
        return "".join(STRINGS) if row is None else str(row)

    def _rows(self) -> models.QuerySet[models.Model]:
        """All rows, or one where two may not say the same."""
        rows = self.model._base_manager.order_by("pk")
        constraints = [one for one in self.model._meta.constraints if isinstance(one, models.UniqueConstraint)]
        unique = {name for one in constraints for name in one.fields}
        is_one = self.name in unique or any(self.name in names for names in self.model._meta.unique_together)
        return rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:1])) if is_one else rows

    def _first(self, count: int) -> int:
        return sum(len(STRINGS[(self.seen + number) % len(STRINGS)]) for number in range(count))


def texts() -> list[Filled]:
    """Every text column of the portal that holds what somebody typed, starting at different strings."""
    ours = {name.rpartition(".")[2] for name in (*settings.CORE_ROOMS, *settings.CHANNELS)} - {"audit"}
    columns = [
        (model, one)
        for model in apps.get_models()
        if model._meta.app_label in ours
        for one in model._meta.concrete_fields
        if type(one) in {models.CharField, models.TextField} and not one.choices and not one.unique
        if not _KEPT.search(one.name) and (one.max_length or 5000) >= 20
    ]
    return [
        Filled(model, one.name, min(one.max_length or 5000, 5000), start) for start, (model, one) in enumerate(columns)
    ]


def widen(columns: Iterable[Filled]) -> None:
    """Let each column hold all strings at once: for pages it makes no difference how much a column could hold.

    SQLite keeps no lengths; on PostgreSQL the columns become ``text`` until the test is undone.
    """
    columns = list(columns)
    for column in columns:
        column.room = sum(map(len, STRINGS))
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for column in columns:
            cursor.execute(f'ALTER TABLE "{column.model._meta.db_table}" ALTER COLUMN "{column.name}" TYPE text')


@dataclass
class Watch(HTMLParser):
    """Reads a page as a browser does and notes what a stored text has become there."""

    found: list[str] = field(default_factory=list)
    _script: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if MARK in tag or (tag == "script" and not values.get("src") and values.get("type") != "application/json"):
            self.found.append(f"<{tag} {values}>")
        self.found += [f"<{tag} {name}={value!r}>" for name, value in values.items() if _is_alive(name, value)]
        self._script = values.get("type", "") if tag in {"script", "style"} else None

    def handle_data(self, data: str) -> None:
        if self._script is not None and MARK in data and self._script != "application/json":
            self.found.append(f"script or style: {data[:80]}")


def _is_alive(name: str, value: str) -> bool:
    """Whether an attribute is somebody's text come alive."""
    if MARK in name or name.startswith("on") or name == "style":
        return True
    if name in _ADDRESSES:
        return bool(_RUNS.match(value)) or (MARK in value and not _OURS.match(value))
    return MARK in value and not name.startswith(_TEXTS)


def alive(page: str) -> Iterator[str]:
    """What came alive on a page."""
    watch = Watch()
    watch.feed(page)
    watch.close()
    yield from watch.found
