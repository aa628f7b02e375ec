"""``manage.py apply_retention``: says what has been kept long enough; deletes it only when told to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from outreach.retention.kinds import Kind, due, kinds, months_of
from outreach.retention.models import LegalHold
from outreach.retention.workflow import apply


class Command(BaseCommand):
    help = "Show what each kind has due; with --yes delete it, leaving a tombstone in the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="delete; without it nothing is changed")
        parser.add_argument("--kind", help="only this kind")

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = options["kind"]
        if wanted and kinds.get(wanted) is None:
            raise CommandError(f"no such kind; known are {', '.join(sorted(kind.key for kind in kinds))}")
        # Those that registered last stand above the others and point to them: they go first.
        for kind in reversed(list(kinds)):
            if not wanted or kind.key == wanted:
                self.stdout.write(self._done(kind) if options["yes"] else self._planned(kind))
        if not options["yes"]:
            self.stdout.write(_("这是预演，什么也没有删除；加 --yes 才删除。"))

    def _planned(self, kind: Kind) -> str:
        if kind.ended is None:
            return _("%(kind)s（%(label)s）：长期保存；%(basis)s") % _words(kind)
        held = LegalHold.objects.filter(kind=kind.key, lifted_at=None).count()
        told = {**_words(kind), "count": due(kind).count(), "held": held}
        return _("%(kind)s（%(label)s）：保存 %(months)d 个月，到期 %(count)d 件，冻结 %(held)d 件；%(basis)s") % told

    def _done(self, kind: Kind) -> str:
        outcome = apply(kind=kind)
        told = {**_words(kind), "erased": outcome.erased, "held": outcome.held, "linked": outcome.linked}
        return _("%(kind)s（%(label)s）：删除 %(erased)d，冻结留下 %(held)d，仍被引用留下 %(linked)d") % told


def _words(kind: Kind) -> dict[str, Any]:
    return {"kind": kind.key, "label": kind.label, "months": months_of(kind), "basis": kind.basis}
