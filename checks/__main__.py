"""The stages behind ``make lint``, ``test``, ``check`` and ``proofs``: each runs, whatever happened before it."""

import os
import secrets
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SERVICES = {
    "DATABASE_URL": os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres",
    "REDIS_URL": os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/8",
    "PYTEST_DB_SUFFIX": os.environ.get("PYTEST_DB_SUFFIX") or "check",
}
EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": ""}
#: What one process has compiled no other compiles again: workers, and programs that tests start.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
PRODUCTION = {  # a complete set of made-up secrets, to see what Django thinks of the production settings
    "DJANGO_SETTINGS_MODULE": "outreach.settings.prod",
    "SECRET_KEY": secrets.token_hex(32),
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite:///:memory:",
    "IDENTITY_KEYS": f"1:{secrets.token_hex(32)}",
    "IDENTITY_INDEX_KEY": secrets.token_hex(32),
    "AUDIT_KEYS": secrets.token_hex(32),
    "EMAIL_URL": "smtp://mail.example:25",
    "DEFAULT_FROM_EMAIL": "outreach@portal.example",
    "SITE_URL": "https://portal.example",
    "TRUSTED_PROXIES": "127.0.0.1",
}


@dataclass(frozen=True)
class Stage:
    """One command with a name; it passes when the command exits with 0."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_begun_ahead: bool = False

    def begin(self, output: int | None = None) -> subprocess.Popen[bytes]:
        """Start it; what it prints goes to ``output``, or else to the terminal."""
        environment = {name: value for name, value in {**os.environ, **COMPILED, **self.environment}.items() if value}
        return subprocess.Popen(
            self.command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT if output else None
        )

    def say(self) -> None:
        print(f"\n── {self.name}: {' '.join(self.command[1:])}", flush=True)

    def passes(self) -> bool:
        self.say()
        return self.begin().wait() == 0


class Ahead:
    """A stage that runs beside those before it; what it prints is kept until its turn."""

    def __init__(self, stage: Stage) -> None:
        self.name = stage.name
        self._stage = stage
        self._process = stage.begin(subprocess.PIPE)

    def passes(self) -> bool:
        output, _errors = self._process.communicate()
        self._stage.say()
        print(output.decode(errors="replace"), end="", flush=True)
        return self._process.returncode == 0


def python(*words: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *words]


#: A few tests, beside those of another stage.
ONE = ("-m", "pytest", "-q")


def pytest(*words: str) -> list[str]:
    """The test suite on every core, eight at most; grouped tests stay together."""
    return python("-m", "pytest", "-q", "-n", str(min(max(2, os.cpu_count() or 2), 8)), "--dist", "loadgroup", *words)


LINT = [
    Stage("format", [str(BIN / "ruff"), "format", "--check", "."]),
    Stage("style", [str(BIN / "ruff"), "check", "."]),
    Stage("types", python("-m", "mypy", "."), EMBEDDED),
    Stage("import contracts", [str(BIN / "lint-imports"), "--no-logo"]),
    Stage("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
    Stage("budgets, one writer, both languages, nothing inline", python("-m", "checks.lint")),
]
#: A whole run leaves nothing out, and says which tests took longest: its time is bounded.
WHOLE = ("--no-skips", "--durations=25", "-m")
CHECK = [
    *LINT,
    Stage("migrations", python("manage.py", "makemigrations", "--check", "--dry-run"), EMBEDDED),
    Stage("translations", python("-m", "checks.messages", "--check")),
    Stage("production settings", python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Stage("tests on SQLite", pytest(*WHOLE, "not services and not proof"), EMBEDDED),
    Stage("tests on PostgreSQL and Redis", pytest(*WHOLE, "not proof"), SERVICES),
]
PROOFS = [
    Stage("proofs on SQLite", pytest(*WHOLE, "proof"), EMBEDDED),
    Stage("proofs on PostgreSQL", pytest(*WHOLE, "proof"), SERVICES),
]


def services_answer() -> bool:
    """Whether PostgreSQL and Redis are there to test with."""
    try:
        psycopg2.connect(SERVICES["DATABASE_URL"], connect_timeout=2).close()
        redis.Redis.from_url(SERVICES["REDIS_URL"], socket_connect_timeout=2).ping()
    except (psycopg2.Error, redis.RedisError, ValueError):
        return False
    return True


def files_with(words: str) -> list[str]:
    """The test files that say ``words``; reading them is quicker than importing all."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    folders = [ROOT / folder for folder in tools["pytest"]["ini_options"]["testpaths"]]
    found = [path for folder in folders for path in folder.rglob("test_*.py")]
    return [str(path.relative_to(ROOT)) for path in sorted(found) if words in path.read_text(encoding="utf-8")]


def test_stages() -> list[Stage]:
    """The suite on the embedded default; with the services at hand their tests run beside it, else show as skipped."""
    if not services_answer():
        return [Stage("tests on SQLite", pytest("-m", "not long and not proof"), EMBEDDED)]
    return [
        Stage("tests on SQLite", pytest("-m", "not services and not long and not proof"), EMBEDDED),
        Stage(
            "tests that need PostgreSQL and Redis",
            python(*ONE, "-m", "services and not long and not proof", *files_with("mark.services")),
            SERVICES,
            is_begun_ahead=True,
        ),
    ]


def run(stages: list[Stage]) -> int:
    """Run the stages and print how each ended; 1 when one failed."""
    results = []
    for stage in [Ahead(stage) if stage.is_begun_ahead else stage for stage in stages]:
        begun = time.monotonic()
        passed = stage.passes()
        results.append(passed)
        print(f"── {stage.name}: {'ok' if passed else 'FAILED'} ({time.monotonic() - begun:.0f} s)", flush=True)
    print()
    for stage, passed in zip(stages, results, strict=True):
        print(f"  {'ok    ' if passed else 'FAILED'}  {stage.name}")
    return 0 if all(results) else 1


if __name__ == "__main__":
    verbs: dict[str, Callable[[], list[Stage]]] = {
        "lint": lambda: LINT,
        "test": test_stages,
        "check": lambda: CHECK,
        "proofs": lambda: PROOFS,
    }
    sys.exit(run(verbs[sys.argv[1]]()))
