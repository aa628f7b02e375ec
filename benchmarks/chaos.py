"""``make chaos``: the portal with its processes killed, Redis gone and the line falling, on a database of its own.

python -m benchmarks.chaos            everything, some minutes
python -m benchmarks.chaos --quick    what CI runs, under two minutes
"""

import argparse
import os
import subprocess
import sys
import tempfile

from benchmarks import scratch
from benchmarks.network import free_port

PROOFS = ("F1", "F2", "F3", "F6", "F18", "F19")
#: What each is: all of it, and what CI does.
SIZES = {
    "deliveries": (6000, 600),
    "kills": (60, 10),
    "requests": (40, 8),
    "uploads": (300, 24),
    "webkills": (100, 8),
    "entries": (300, 24),
    "linekills": (30, 4),
    "dropped": (200, 16),
}


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer deliveries, kills and requests")
    for name in SIZES:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which processes are killed")
    parser.add_argument("--only", nargs="+", choices=PROOFS, help="some of the proofs")
    parser.add_argument("--keep", action="store_true", help="leave the database for a look")
    return parser.parse_args()


def main() -> int:
    """0 when every proof holds; the proofs run in a process that knows its database from the start."""
    asked = arguments()
    sizes = {name: getattr(asked, name) or size[asked.quick] for name, size in SIZES.items()}
    if not scratch.has_postgresql():
        print(f"PostgreSQL does not answer at {scratch.server_url()}: start it, or set DATABASE_URL", file=sys.stderr)
        return 1
    with (
        scratch.postgresql("chaos", keep=asked.keep) as url,
        tempfile.TemporaryDirectory(prefix="outreach-chaos-") as var,
    ):
        environment = os.environ | {
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
            "VAR_DIR": var,
            "DJANGO_SETTINGS_MODULE": "benchmarks.chaos_settings",
        }
        command = [sys.executable, "-m", "benchmarks.proofs", "--seed", str(asked.seed)]
        command += [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
        command += ["--only", *asked.only] if asked.only else []
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
