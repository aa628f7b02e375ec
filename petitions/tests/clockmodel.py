"""A second model of the statutory clocks, written from the articles and not from the code: it walks day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE = timedelta(days=1)


@dataclass
class Days:
    """Which days are worked, as a person with a wall calendar knows it."""

    worked: dict[date, bool]

    def is_worked(self, day: date) -> bool:
        return self.worked.get(day, day.weekday() < 5)


@dataclass
class Running:
    """One term: how many days of which sort after which day, what was added, what is left out."""

    name: str
    start: date
    length: int
    in_workdays: bool = False
    is_right: bool = False
    added: int = 0
    left_out: list[list[date | None]] = field(default_factory=list)

    def last_day(self, days: Days) -> date | None:
        """None while it stands still."""
        if self.left_out and self.left_out[-1][1] is None:
            return None
        day, left = self.start, self.length + self.added
        while left:
            day += ONE
            if any(since is not None and until is not None and since < day <= until for since, until in self.left_out):
                continue
            left -= 0 if self.in_workdays and not days.is_worked(day) else 1
        while self.is_right and not days.is_worked(day):
            day += ONE
        return day


@dataclass
class Case:
    """What is owed to one petitioner, and what they or a unit may still do."""

    received: date
    is_simple: bool = False
    owed: Running | None = None
    right: Running | None = None
    objection: Running | None = None
    notice: Running | None = None
    concluded: Running | None = None

    def receive(self) -> None:
        self.owed = self.notice = Running("notice", self.received, 15)

    def classify(self, *, is_simple: bool) -> None:
        self.is_simple = is_simple
        if is_simple:
            self.owed = self.notice = Running("notice", self.received, 3, in_workdays=True)

    def accept(self, on: date) -> None:
        length, in_workdays = (10, True) if self.is_simple else (60, False)
        self.owed = self.concluded = Running("conclude", on, length, in_workdays)

    def refer(self, on: date) -> None:
        self.owed = Running("referred", on, 15)
        self.objection = Running("objection", on, 5, in_workdays=True)

    def take_back(self) -> None:
        self.owed = self.notice

    def extend(self, days: int) -> None:
        assert self.owed is not None
        self.owed.added += days

    def reply(self) -> None:
        self.owed = None

    def receive_opinion(self, on: date, name: str) -> None:
        self.right = Running(name, on, 30, is_right=True)

    def ask(self, on: date, name: str) -> None:
        self.owed = Running(name, on, 30)

    def hear(self, since: date, until: date | None) -> None:
        """The time of a hearing is left out of the final review alone."""
        if self.owed is not None and self.owed.name == "final":
            if until is None:
                self.owed.left_out.append([since, None])
            else:
                self.owed.left_out[-1][1] = until
