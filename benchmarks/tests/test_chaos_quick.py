"""The proofs of ``make chaos`` at the size of CI: killed dispatchers, killed planners, Redis gone, broken uploads."""

import subprocess
import sys

import pytest


@pytest.mark.services
@pytest.mark.long
def test_nothing_is_lost_or_doubled_when_processes_are_killed_redis_is_gone_and_uploads_break_off() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--quick"], capture_output=True, text=True, timeout=600, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("PASS") == 4
