"""``make run``: web server, worker and scheduler as children of one process that ends them together."""

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

from deploy import ground
from deploy.crew import Crew

ROOT = Path(__file__).resolve().parents[1]


def web(host: str, port: int, door: str = "outreach.wsgi") -> list[str]:
    """The web server; loading the code before the fork halves the start and shares its memory."""
    options = ["--bind", f"{host}:{port}", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    quiet = ["--log-level", "warning", "--graceful-timeout", "5", "--timeout", "60"]
    return [sys.executable, "-m", "gunicorn", f"{door}:application", *options, *quiet]


def background(has_redis: bool) -> dict[str, list[str]]:
    """Worker and scheduler; without Redis the scheduler rides in the worker, on the file-system broker."""
    hushed = "ignore:You're running the worker"  # root in a container is no news at every start
    celery = [sys.executable, "-W", hushed, "-m", "celery", "-A", "outreach", "--quiet"]
    lone = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    if not has_redis:
        return {"worker": [*celery, "worker", "-B", "--pool", "solo", *lone]}
    return {
        "worker": [*celery, "worker", "--pool", "prefork", "--concurrency", "2", *lone],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
    }


def is_answering(host: str, port: int) -> bool:
    """Whether the web server has loaded the portal and listens."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def check_ground() -> tuple[str, int]:
    """Host and port to listen on, once the place is known to be fit."""
    host, port = os.environ.get("HOST") or "127.0.0.1", ground.port_from(os.environ.get("PORT") or "8000")
    ground.require_writable(Path(os.environ.get("VAR_DIR") or ROOT / "var"))
    ground.require_free_port(host, port)
    if "DJANGO_SETTINGS_MODULE" not in os.environ:  # at a desk mails lead to where the portal is; production says it
        os.environ.setdefault("SITE_URL", f"http://{host}:{port}")
    return host, port


def welcome(host: str, port: int, accounts: dict[str, str]) -> str:
    """What the person at the terminal needs to go on."""
    lines = ["", f"  四下基层台账 · Outreach portal   http://{host}:{port}/"]
    if accounts:
        lines += ["", "  演示账号，口令均为 outreach-demo · Demo accounts, password outreach-demo:"]
        lines += [f"    {name:<11}{words}" for name, words in accounts.items()]
    return "\n".join([*lines, "", "  Ctrl-C 结束 · ends it", ""])


def keep_running(crew: Crew, host: str, port: int, report: dict[str, Any]) -> int:
    """Start the web server, then the rest, and stay until told to stop or until a member falls."""
    crew.start("web", web(host, port))
    greeted = False
    while not crew.stopping.wait(0.05):
        if fallen := crew.fallen():
            crew.say(f"{fallen.name} 意外结束，全部停止 · {fallen.name} ended ({fallen.ending}), so everything stops")
            return 1
        if not greeted and is_answering(host, port):
            greeted = True
            crew.say(welcome(host, port, report["accounts"]))
            for name, command in background(report["has_redis"]).items():
                crew.start(name, command)
    return 0


def main() -> int:
    """The exit code of ``make run``: 0 after Ctrl-C, 1 after a fault that was printed."""
    os.chdir(ROOT)
    try:
        host, port = check_ground()
    except ground.UnfitGroundError as fault:
        print(fault, file=sys.stderr)
        return 1
    crew = Crew()
    try:
        answer = crew.ask([sys.executable, "-m", "deploy.data"])
        if answer is None:
            return 0 if crew.stopping.is_set() else 1
        return keep_running(crew, host, port, json.loads(answer))
    finally:
        crew.end()


if __name__ == "__main__":
    sys.exit(main())
