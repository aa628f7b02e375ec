"""The data under the portal: services reachable, tables up to date, and the demo in an empty database.

python -m deploy.data           prepare; prints a small JSON report for the launcher
python -m deploy.data --fresh   throw everything away first (``make reset``)
"""

import json
import os
import shutil
import sys
from pathlib import Path

import django
import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from deploy.ground import UnfitGroundError

CAST = {
    "admin": "系统管理员 system administrator",
    "ledger": "台账办 ledger officer",
    "petition": "信访专员 petition officer",
    "discipline": "纪检 discipline inspector",
    "leader": "副总经理、联系点领导 contact leader",
    "head": "装卸一公司负责人 unit head",
    "handler": "装卸一公司经办人 handler",
    "acceptor": "安全环保部验收人 acceptor",
    "cadre": "基层干部，记走访 cadre who logs visits",
    "auditor": "审计管理员 audit administrator",
    "security": "安全管理员 security administrator",
    "outsider": "其他单位经办人 handler of another unit",
}
SERVICE_SECONDS = 3


def tell(line: str) -> None:
    """Progress goes to the terminal; standard output is for the report."""
    print(line, file=sys.stderr, flush=True)


def load_settings() -> None:
    """Bring Django up; a setting that is missing or makes no sense is a fault in the user's words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings.dev")
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise UnfitGroundError(f"配置有误 · Settings: {error}") from error


def require_services() -> None:
    """Refuse a database or a Redis that doesn't answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise UnfitGroundError(f"无法连接数据库 DATABASE_URL · The database can't be reached: {reason}") from error
    if not settings.REDIS_URL:
        return
    try:
        redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=SERVICE_SECONDS, socket_timeout=SERVICE_SECONDS
        ).ping()
    except (redis.RedisError, ValueError, OSError) as error:
        raise UnfitGroundError(f"无法连接 REDIS_URL · Redis can't be reached: {error}") from error


def make_folders() -> None:
    """The folders that uploads and the embedded queue are kept in."""
    for folder in (settings.MEDIA_ROOT, settings.QUEUE_DIR / "messages", settings.QUEUE_DIR / "control"):
        Path(folder).mkdir(parents=True, exist_ok=True)


def migrate() -> None:
    """Bring the tables up to date; asking first keeps the usual start fast."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        tell("更新数据库 · Updating the database …")
        call_command("migrate", verbosity=0)


def is_embedded() -> bool:
    """Whether the data lies in a SQLite file of our own."""
    return connection.vendor == "sqlite"


def begin_anew() -> None:
    """Throw away database, uploads, queue and the memory of the audit chain, and build them empty.

    Whole files and schemas go, because the append-only tables refuse to be emptied row by row.
    """
    if not settings.DEMO:
        raise UnfitGroundError("正式环境不允许重置 · The data of a production portal is never thrown away")
    if is_embedded():
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for folder in (settings.MEDIA_ROOT, settings.QUEUE_DIR):
        shutil.rmtree(folder, ignore_errors=True)
    settings.AUDIT_ANCHOR_FILE.unlink(missing_ok=True)  # it remembers the chain that is gone
    make_folders()
    migrate()


def load_demo() -> None:
    """Load the demo into an empty database; a mark remembers a load that was cut short, to begin it again."""
    unfinished = settings.VAR_DIR / "demo-unfinished"
    if unfinished.exists() and is_embedded():
        begin_anew()
    elif get_user_model().objects.exists():
        return
    tell("载入演示数据，仅第一次需要 · Loading the demo, only this once …")
    unfinished.touch()
    call_command("seed_demo", stdout=sys.stderr)
    unfinished.unlink()


def accounts() -> dict[str, str]:
    """The demo accounts, where the whole cast is there."""
    names = set(get_user_model().objects.filter(username__in=CAST).values_list("username", flat=True))
    return CAST if names == set(CAST) else {}


def prepare(fresh: bool) -> dict[str, object]:
    """Make the data ready; what the launcher wants to know about it."""
    load_settings()
    require_services()
    make_folders()
    if fresh:
        begin_anew()
    else:
        migrate()
    if settings.DEMO:
        load_demo()
    return {"has_redis": bool(settings.REDIS_URL), "accounts": accounts() if settings.DEMO else {}}


def main() -> int:
    """0 when the data is ready, else 1 after one line that says why."""
    fresh = sys.argv[1:] == ["--fresh"]
    try:
        report = prepare(fresh)
    except (UnfitGroundError, CommandError, DatabaseError) as fault:
        tell(str(fault))
        return 1
    if fresh:
        tell("已重置 · A fresh demo is ready")
    else:
        print(json.dumps(report, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
