"""The processes that make up the running portal, kept together: all of them run, or none."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from deploy import groups

NAME_WIDTH = 6


@dataclass
class Member:
    """One started process and the name that its lines carry."""

    name: str
    process: subprocess.Popen[bytes]
    voice: threading.Thread

    @property
    def ending(self) -> str:
        """How it ended, in words."""
        code = self.process.returncode
        return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


@dataclass
class Crew:
    """Starts members, passes their lines on, notices a death, and ends everybody."""

    stopping: threading.Event = field(default_factory=threading.Event)
    members: list[Member] = field(default_factory=list)
    _speech: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        self._guard = subprocess.Popen(
            [sys.executable, "-m", "deploy.guard"], stdin=subprocess.PIPE, start_new_session=True
        )

    def start(self, name: str, command: Sequence[str]) -> Member:
        """Start a member in a process group of its own, so that Ctrl-C reaches the launcher alone."""
        process = self._spawn(command, stderr=subprocess.STDOUT)
        voice = threading.Thread(target=self._pass_on, args=(name, process), daemon=True)
        member = Member(name, process, voice)
        self.members.append(member)
        voice.start()
        return member

    def ask(self, command: Sequence[str]) -> str | None:
        """Run a command to its end and return what it printed; None when it failed or we were told to stop."""
        process = self._spawn(command, stderr=None)
        answer: list[bytes] = []
        reader = threading.Thread(target=lambda: answer.append(process.stdout.read() if process.stdout else b""))
        reader.start()
        while process.poll() is None and not self.stopping.wait(0.02):
            pass
        groups.end([process.pid] if process.poll() is None else [], reap=process.poll)
        reader.join()
        return answer[0].decode() if process.returncode == 0 else None

    def fallen(self) -> Member | None:
        """The first member that has ended on its own."""
        return next((member for member in self.members if member.process.poll() is not None), None)

    def end(self) -> None:
        """End every member and whatever it started, and let their last lines out."""
        groups.end(
            [member.process.pid for member in self.members],
            reap=lambda: [member.process.poll() for member in self.members],
        )
        for member in self.members:
            member.voice.join(timeout=1)
        if self._guard.stdin:
            self._guard.stdin.close()

    def say(self, line: str) -> None:
        """Print a line whole, whoever else is printing."""
        with self._speech:
            print(line, flush=True)

    def _spawn(self, command: Sequence[str], stderr: int | None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            process_group=0,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            # Told by the child itself: killed between the two, the launcher would leave it to nobody.
            preexec_fn=self._tell_the_guard,  # noqa: PLW1509 - takes no lock of the threads that pass lines on
        )

    def _tell_the_guard(self) -> None:
        """Called in a new member, which leads a process group of its own, before it becomes what it is started for."""
        if self._guard.stdin:
            os.write(self._guard.stdin.fileno(), b"%d\n" % os.getpid())

    def _pass_on(self, name: str, process: subprocess.Popen[bytes]) -> None:
        try:
            for line in process.stdout or ():
                self.say(f"{name:<{NAME_WIDTH}} | {line.decode(errors='replace').rstrip()}")
        except OSError:  # nobody reads our output any more
            self.stopping.set()
