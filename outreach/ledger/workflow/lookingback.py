"""Looking back 回头看: drawn in the moment an item is struck off, done some weeks later by somebody else."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.attachments.models import Attachment
from outreach.audit.workflow import record
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import DrawKey, Evidence, Issue, LookBack
from outreach.ledger.models.lookback import LOTS
from outreach.ledger.states import LookBackGround, LookBackResult, Stage
from outreach.ledger.workflow.machine import LEDGER
from outreach.ledger.workflow.restarting import take_up_again
from outreach.org.scoping import Rights

_CLOSINGS = ("close", "close_with_reason")


def draw(issue: Issue) -> LookBack | None:
    """Decide whether this closing is looked back at; part of the step that strikes the item off.

    All major items, those whose last look-back found a false closure, and by lot a share of the others. One that was
    drawn and taken up again before anybody looked stays drawn: closing it once more is no second lot.
    """
    today = clock.today()
    closing = issue.events.filter(step__in=_CLOSINGS).count() + 1
    earlier = list(issue.look_backs.order_by("closing"))
    lot, share = DrawKey.of(today).lot(issue.number, closing), limits.length("ledger.look_back_share")
    waiting = next((one for one in earlier if one.looked_at is None), None)
    ground = waiting.ground if waiting else _ground(issue, earlier, lot, share)
    if not ground:
        return None
    look_back = waiting or LookBack(issue=issue, ground=ground)
    look_back.closing, look_back.closed_on, look_back.lot, look_back.share = closing, today, lot, share
    look_back.opens_on = today + timedelta(days=limits.length("ledger.look_back_wait"))
    look_back.due_on = look_back.opens_on + timedelta(days=limits.length("ledger.look_back"))
    look_back.told = 0
    look_back.save()
    record(action="issue.drawn", obj=issue, detail={"closing": closing, "lot": lot, "ground": str(ground)})
    return look_back


def _ground(issue: Issue, earlier: list[LookBack], lot: int, share: int) -> str:
    if issue.is_major:
        return LookBackGround.MAJOR
    if earlier and earlier[-1].is_false:
        return LookBackGround.AGAIN
    return LookBackGround.LOT if lot * 100 < share * LOTS else ""


@transaction.atomic
def look_back(
    *,
    issue: Issue,
    result: str,
    words: str,
    attachments: Iterable[Attachment],
    rights: Rights,
    satisfaction: int | None = None,
    people_asked: int = 0,
    version: int | None = None,
) -> LookBack:
    """Write down what was found on the spot; a false closure 虚假销号 is taken up again at once, as a rebound."""
    with LEDGER.moving(issue, "look_back", rights, version) as move:
        done = LookBack.objects.select_for_update().get(issue=move.row, looked_at=None)
        done.result, done.words, done.looked_by, done.looked_at = result, words, rights.user, clock.now()
        done.satisfaction, done.people_asked = satisfaction, people_asked
        done.save()
        files = [
            Evidence.objects.create(
                issue=move.row, look_back=done, attachment=one, stage=Stage.LOOK_BACK, added_by=rights.user
            )
            for one in attachments
        ]
        if not files:
            raise RefusedStepError(_("回头看要有至少一张现场照片或一份材料。"))
        move.note = words
        move.detail = {"look_back": str(result), "files": len(files)}
    if result == LookBackResult.FALSE:
        take_up_again(
            issue=move.row, name="reopen_by_look_back", reason=_("回头看：没有真解决"), rights=Rights.system()
        )
    return done
