"""``manage.py legal_hold``: keeps one thing past its time, or lets it go again, in somebody's name.

Who did not place a hold asks with ``lift`` for its end; ``lift`` by another person agrees to that.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.accounts.models import User
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from outreach.retention.kinds import Kind, kinds
from outreach.retention.models import LegalHold
from outreach.retention.workflow import agree_to_lift, lift_hold, place_hold


class Command(BaseCommand):
    help = "Place or lift a legal hold on one row, or list those that stand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["place", "lift", "list"])
        parser.add_argument("kind", nargs="?", help="such as petitions.petition")
        parser.add_argument("number", nargs="?", help="the number on the paper, or the key of the row")
        parser.add_argument("--by", help="user name of whoever answers for it")
        parser.add_argument("--reason", default="", help="at least 10 characters")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "list":
            for hold in LegalHold.objects.filter(lifted_at=None).select_related("placed_by"):
                self.stdout.write(f"{hold} · {hold.placed_by} {hold.placed_at:%Y-%m-%d} · {hold.reason}")
            return
        kind = kinds.get(options["kind"] or "")
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if kind is None or user is None:
            raise CommandError("name a kind that apply_retention lists, and with --by an active user")
        try:
            self._take(options["what"], kind, options["number"] or "", options["reason"], Rights.of(user))
        except LegalHold.DoesNotExist as gone:
            raise CommandError("there is no such hold") from gone
        except (RefusedStepError, PermissionDenied) as refused:
            raise CommandError(str(refused)) from refused

    def _take(self, what: str, kind: Kind, number: str, reason: str, rights: Rights) -> None:
        if what == "place":
            hold = place_hold(kind=kind, row=_found(kind, number), reason=reason, rights=rights)
        else:
            standing = LegalHold.objects.filter(kind=kind.key, lifted_at=None)
            held = standing.filter(number=number).first() or standing.filter(object_id=number).first()
            if held is None:
                raise CommandError("there is no such hold")
            asked = held.lift_asked_by_id not in {None, rights.user and rights.user.pk}
            hold = (
                agree_to_lift(hold=held, rights=rights) if asked else lift_hold(hold=held, reason=reason, rights=rights)
            )
        self.stdout.write(str(hold))


def _found(kind: Kind, number: str) -> Any:
    """The row of that number or key."""
    rows = kind.rows()
    names = {field.name for field in rows.model._meta.concrete_fields}
    by_number = rows.filter(number=number).first() if "number" in names else None
    row = by_number or (rows.filter(pk=number).first() if number.isascii() and number.isdigit() else None)
    if row is None:
        raise CommandError("there is no such row")
    return row
