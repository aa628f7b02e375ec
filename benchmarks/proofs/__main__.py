"""Runs the proofs on the database of the environment; started by ``benchmarks.chaos``."""

import argparse
import random
import sys

from django.core.management import call_command

from benchmarks.chaos import PROOFS, SIZES
from benchmarks.proofs import deliveries, intake, planners, queues, rows, uploads


def arguments() -> argparse.Namespace:
    """Sizes, as ``benchmarks.chaos`` passes them on."""
    parser = argparse.ArgumentParser()
    for name in (*SIZES, "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--only", nargs="+", default=[*PROOFS])
    return parser.parse_args()


def main() -> int:
    """0 when every proof holds; each prints one line with its figures."""
    asked = arguments()
    rng = random.Random(asked.seed)
    call_command("migrate", verbosity=0)
    unit, people = rows.build_port(asked.deliveries)
    proofs = {
        "F1": lambda: deliveries.prove(unit, people, asked.kills, rng),
        "F2": lambda: planners.prove(unit, people, asked.kills, rng),
        "F3": lambda: intake.prove(unit, people[0], asked.requests),
        "F6": lambda: uploads.prove(asked.uploads, asked.webkills, rng),
        "F18": lambda: queues.prove(unit, asked.entries, asked.linekills, rng),
        "F19": lambda: queues.prove_drops(unit, asked.dropped, rng),
    }
    holds = True
    for name in asked.only:
        verdict = proofs[name]()
        print(verdict, flush=True)
        holds &= verdict.holds
        rows.clear()
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
