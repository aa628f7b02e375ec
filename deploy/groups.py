"""Ending processes together with everything they started."""

import os
import signal
import time
from collections.abc import Callable, Iterable

GRACE_SECONDS = 10.0


def send(group: int, number: int) -> bool:
    """Signal a whole process group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return False
    return True


def end(groups: Iterable[int], reap: Callable[[], object] = lambda: None, grace: float = GRACE_SECONDS) -> None:
    """Ask the leader of each group to finish, wait a little, then kill whatever is left of the groups.

    Leaders are asked alone because they know best in which order their own children should stop.
    """
    groups = list(groups)
    for group in groups:
        try:
            os.kill(group, signal.SIGTERM)
        except ProcessLookupError:
            continue
    until = time.monotonic() + grace
    while time.monotonic() < until:
        reap()
        if not any(send(group, 0) for group in groups):
            return
        time.sleep(0.05)
    for group in groups:
        send(group, signal.SIGKILL)
    reap()
