"""What production must be given before it starts, and what is too weak to be given."""

from collections.abc import Callable, Iterator

REQUIRED = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "IDENTITY_KEYS",
    "IDENTITY_INDEX_KEY",
    "AUDIT_KEYS",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "SITE_URL",
)
#: Each of them keeps something else from being read or forged, so none may open two locks.
_KEYS = ("SECRET_KEY", "IDENTITY_KEYS", "IDENTITY_INDEX_KEY", "AUDIT_KEYS")
_SHORTEST = 32
_FEWEST_SIGNS = 8
#: Fits what ``openssl rand -hex 32`` and Django's own generator give; shorter ones were typed by a person.
_WORDS = ("django-insecure", "changeme", "change-me", "secret", "password", "example", "0123456789", "abcdefgh")
_NO_MAIL = ("consolemail", "dummymail", "memorymail", "filemail")

Read = Callable[[str], str]


def missing(read: Read) -> list[str]:
    """The names that were not given, neither themselves nor as a file."""
    return [name for name in REQUIRED if not read(name)]


def weak(read: Read) -> list[str]:
    """What was given and protects nothing, each with the reason."""
    return [*_weak_keys(read), *_shared_keys(read), *_open_doors(read)]


def _parts(name: str, text: str) -> list[str]:
    """The secrets in a variable; identity keys carry their version before a colon."""
    is_list = name.endswith("KEYS") or name == "IDENTITY_INDEX_KEY"
    listed = [part.strip() for part in text.split(",") if part.strip()] if is_list else [text]
    return [part.rpartition(":")[2] for part in listed] if name == "IDENTITY_KEYS" else listed


def _weak_keys(read: Read) -> Iterator[str]:
    for name in _KEYS:
        for key in _parts(name, read(name)) if read(name) else []:
            if len(key) < _SHORTEST or len(set(key)) < _FEWEST_SIGNS or any(one in key.lower() for one in _WORDS):
                yield f"{name} (make one with: openssl rand -hex 32)"
                break


def _shared_keys(read: Read) -> Iterator[str]:
    owners: dict[str, str] = {}
    for name in _KEYS:
        for key in _parts(name, read(name)) if read(name) else []:
            if owners.setdefault(key, name) != name:
                yield f"{name} (the same as {owners[key]})"


def _open_doors(read: Read) -> Iterator[str]:
    hosts = [host.strip() for host in read("ALLOWED_HOSTS").split(",")]
    if any("*" in host for host in hosts):
        yield "ALLOWED_HOSTS (name every host; * answers to all)"
    if read("SITE_URL") and not read("SITE_URL").startswith("https://"):
        yield "SITE_URL (links in mails must begin with https://)"
    if read("EMAIL_URL").partition(":")[0] in _NO_MAIL:
        yield "EMAIL_URL (this one delivers nothing)"
    if "*" in read("TRUSTED_PROXIES") or "/0" in read("TRUSTED_PROXIES"):
        yield "TRUSTED_PROXIES (everybody could say where a request comes from)"
