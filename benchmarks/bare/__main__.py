"""The bare project as a party of the benchmark: fills its own database, then answers."""

import json
import sys
from functools import partial
from importlib import import_module
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import sides
from benchmarks.bare.filling import UNITS, fill
from benchmarks.browser import Application, Browser


def signed_in(application: Application) -> Browser:
    """A browser of a superuser."""
    # A number of its own: the sequence knows nothing of the persons above.
    user = get_user_model()._default_manager.create_superuser("boss", "boss@port.example", None, pk=UNITS + 1)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return Browser(application, {settings.SESSION_COOKIE_NAME: str(store.session_key)})


def submit(application: Application) -> sides.Act:
    """The form is open; what is timed is sending it."""
    browser = Browser(application)
    said = {"title": "九月夜班津贴少发", "description": "上个月的夜班只算了一半。", "unit": "1"}
    return partial(browser.post, "/new/", browser.get("/new/").hidden | said)


def count(act: sides.Act) -> int:
    """How many statements it needs."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return sum(not sides.is_bracket(query["sql"]) for query in seen)


def main() -> None:
    application = get_wsgi_application()
    rows, facts = int(sys.argv[1]), json.loads(sys.argv[2])
    fill(rows)
    changelist = "/admin/bare/matter/"
    deep = max(1, rows // 50 * 8 // 10)
    pages = {
        "list, scoped officer": changelist,
        "list, handler": changelist,
        "list, deep by key": f"{changelist}?p={deep}",
        "item, 50 events, 10 files": f"{changelist}{rows // 2}/change/",
        **{f"search, {size} characters": f"{changelist}?q={quote(text)}" for size, text in facts["searches"].items()},
    }
    browser = signed_in(application)
    probes: dict[str, sides.Probe] = {name: partial(partial, browser.get, path) for name, path in pages.items()}
    probes |= {name: partial(submit, application) for name in ("petition, handed in", "petition, all steps")}
    sides.serve(probes, count)


if __name__ == "__main__":
    main()
