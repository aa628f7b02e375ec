"""Cases in which others have a say: an arbitration, for which everything is kept, and the authority above."""

from collections.abc import Iterator
from typing import Any

from outreach.common import clock
from outreach.retention.kinds import kinds
from outreach.retention.workflow import place_hold
from petitions import workflow
from petitions.contacts import Contact
from petitions.models import Petition
from petitions.seeds.cases import ABOVE, BELOW, Story, accepted, classified, reply
from petitions.seeds.papers import write_to
from petitions.statute import LegalRoute, NotAcceptGround, Outcome
from petitions.workflow import Decided

GROUP = "东江港务集团"
DECIDED = "原处理意见事实清楚、依据充分，予以维持；请将停发期间的岗位变动说明补送信访人。"


def told_elsewhere(world: Any) -> Iterator[int]:
    petition = classified(world, 1, title="劳动合同解除经济补偿争议")
    yield 3
    petition = workflow.route_legally(
        petition=petition,
        route=LegalRoute.ARBITRATION,
        owner="市劳动人事争议仲裁委员会",
        note="劳动争议可以在一年内申请仲裁，需要材料可以找工会协助。",
        rights=world.rights(BELOW),
    )
    write_to(petition, "legal_route", world.rights(BELOW))
    hold_for_court(petition, world)
    other = classified(world, 2, title="要求重新评定职工疗养资格")
    yield 2
    words = "去年 11 月已有处理意见，没有新的事实，不服可以按意见书申请复查。"
    ground = NotAcceptGround.REPLIED
    workflow.not_accept(petition=other, ground=ground, note=words, rights=world.rights(BELOW))


def hold_for_court(petition: Petition, world: Any) -> None:
    """What may be asked for as evidence is not deleted when its time is over."""
    kind = kinds.get("petitions.petition")
    if kind is not None:
        reason = "市劳动人事争议仲裁委员会已立案，案卷可能要作为证据调取，结案前不得删除。"
        place_hold(kind=kind, row=petition, reason=reason, rights=world.rights(BELOW))


def decided_above(world: Any) -> Iterator[int]:
    """The group itself replied: there is nobody above it but the authority outside, which sent what it decided."""
    who = Contact("冯玉兰", "13905120138")
    petition = accepted(world, 0, ABOVE, title="总部机关转岗人员岗位津贴停发", contact=who, at=GROUP)
    yield 16
    petition = reply(world, petition, unit=GROUP, by=ABOVE)
    yield 33
    decided = Decided(
        authority="东江市国资委信访工作机构",
        number="东国资信复〔2026〕11 号",
        on=clock.today(),
        received_on=clock.today(),
        opinion=DECIDED,
        outcome=Outcome.UPHOLD,
    )
    workflow.record_outside(petition=petition, decided=decided, rights=world.rights(ABOVE))


def asked_of_above(world: Any) -> Iterator[int]:
    """Nobody of our own may look at it again; what the authority decides comes by post one of these days."""
    who = Contact("蒋文华", "13905120149")
    petition = accepted(world, 3, ABOVE, title="总部机关加班餐费少报两个月", contact=who, at=GROUP)
    yield 18
    reply(world, petition, unit=GROUP, by=ABOVE)


#: How many days before the last day each begins.
STORIES: tuple[tuple[int, Story], ...] = ((16, told_elsewhere), (72, decided_above), (34, asked_of_above))
