"""A migrated SQLite file that test runs copy: a hundred migrations take ten seconds, in every process of every run."""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from outreach.audit import guards

#: What migrations take from beside them; a change there is a change of the migrated file, too.
ALSO_READ = tuple(f"outreach/{name}.py" for name in ("audit/guards", "audit/chain", "common/lots", "common/text"))


def _digest() -> str:
    """Tells one set of migrations, of the portal's and of its libraries', from another."""
    digest = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    folders = {Path(app.path) / "migrations" for app in apps.get_app_configs()}
    read = [path for folder in sorted(folders) for path in sorted(folder.glob("*.py"))]
    for path in [*read, *(settings.BASE_DIR / name for name in ALSO_READ)]:
        digest.update(str(path.relative_to(path.parents[2])).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class MigratedFile:
    """The file for today's migrations; whoever comes first makes it while the others wait at its lock."""

    def __init__(self) -> None:
        self.path = settings.VAR_DIR / f"migrated-{_digest()}.sqlite3"
        self.lock = (settings.VAR_DIR / "migrated.lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def copy_to(self, name: str) -> bool:
        """Put a copy where the tests' database is to be; whether there was one to copy."""
        if not self.path.exists():
            return False
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)
        shutil.copyfile(self.path, name)
        return True

    def take_from(self, name: str) -> None:
        """Keep a database that was just migrated, in place of what older migrations made."""
        if self.path.exists():
            return
        for old in settings.VAR_DIR.glob("migrated-*.sqlite3"):
            old.unlink()
        half = self.path.with_suffix(".half")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(name)) as made:
            made.execute("VACUUM INTO ?", [str(half)])
        half.rename(self.path)


@pytest.fixture(scope="session")
def migrated_file(django_db_modify_db_settings: None) -> Iterator[MigratedFile | None]:  # noqa: ARG001 - names first
    """The file on SQLite, its lock held until this process has a database; nothing elsewhere."""
    if connection.vendor != "sqlite":
        yield None
        return
    migrated = MigratedFile()
    yield migrated
    migrated.lock.close()


@pytest.fixture(scope="session")
def django_db_keepdb(migrated_file: MigratedFile | None) -> bool:
    """Whether a migrated database already stands there; Django then applies what is missing, which is nothing."""
    return migrated_file is not None and migrated_file.copy_to(connection.settings_dict["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 - the database must stand first
    migrated_file: MigratedFile | None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Keep what was migrated; then take the triggers off, for transactional tests empty every table at their end."""
    with django_db_blocker.unblock():
        if migrated_file:
            migrated_file.take_from(connection.settings_dict["NAME"])
            migrated_file.lock.close()
        guards.remove(connection)
