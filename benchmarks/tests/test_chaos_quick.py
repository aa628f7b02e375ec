"""The proofs of ``make chaos`` at the size of CI: killed processes, Redis gone, broken uploads, lines that fall."""

import subprocess
import sys

import pytest

from benchmarks.chaos import PROOFS


@pytest.mark.services
@pytest.mark.long
def test_nothing_is_lost_or_doubled_when_processes_are_killed_redis_is_gone_and_lines_fall() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--quick"], capture_output=True, text=True, timeout=1200, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("PASS") == len(PROOFS)
