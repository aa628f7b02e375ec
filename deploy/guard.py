"""Outlives the launcher by a moment: when the launcher vanishes, even by ``kill -9``, nothing stays behind.

It reads one process group per line from the launcher; the end of the pipe means that the launcher is gone.
"""

import signal
import sys

from deploy import groups

if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups.end([int(line) for line in sys.stdin if line.strip()])
