"""People of the demo who come again, and the officer who sees it; through the real verbs."""

from datetime import timedelta
from typing import Any

from outreach.common import clock
from petitions import drafts, workflow
from petitions.identities import contact_of, known_of
from petitions.intake import Matter, submit
from petitions.models import Petition
from petitions.repeats import repeats_of
from petitions.states import Arrival, Kind, State

#: Whoever comes again does so after the reply, and not years later.
_SOONEST, _LATEST = timedelta(days=15), timedelta(days=150)
_WHY = "同一个人反映同一件事，诉求没有变化。"
_WHY_NOT = "是另一个班组的事，诉求不同。"


def live_a_day(world: Any) -> None:
    """Now and then somebody is not content, or not answered, and comes again."""
    if world.rng.random() < 0.06:
        _come_again(world)
    rights = world.rights("petition")
    for petition in (
        Petition.objects.visible_to(rights).filter(status=State.CLASSIFIED).order_by("received_at", "number")
    ):
        hints = repeats_of(petition, known_of(petition, rights), rights).hints
        if not hints or world.rng.random() < 0.4:
            continue
        if petition.title.startswith("再次反映"):
            workflow.link_repeat(petition=petition, other=hints[0].petition, note=_WHY, rights=rights)
        elif world.rng.random() < 0.3:
            workflow.not_repeat(petition=petition, other=hints[0].petition, note=_WHY_NOT, rights=rights)


def _come_again(world: Any) -> None:
    now = clock.start_of(world.today)
    earlier = Petition.objects.filter(
        kind=Kind.APPEAL, is_sealed=False, is_anonymous=False, repeat_of=None, repeats=None
    ).filter(received_at__range=(now - _LATEST, now - _SOONEST))
    first = earlier.order_by("received_at", "number").first()
    if first is None:
        return
    matter = Matter(
        first.kind,
        f"再次反映：{first.title}"[:80],
        f"上次反映过，到现在还没有解决好。{first.facts}",
        first.unit,
        first.request,
        first.place,
        arrival=world.rng.choice([Arrival.VISIT, Arrival.CALL]),
    )
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    submit(token=token, matter=matter, contact=contact_of(first), rights=world.rights("petition"))
    drafts.discard_draft(token)
