"""What the offices and units do on one day: the ledger moves only by its verbs, each taken by whoever may."""

from collections.abc import Callable
from datetime import timedelta

from outreach.common import clock
from outreach.demo.stories import COMMON, GROUNDS, PRAISE, PROGRESS, STORIES, Story
from outreach.demo.world import World
from outreach.ledger import workflow
from outreach.ledger.models import Issue
from outreach.ledger.states import ENDED, Horizon, State, SupportKind, Topic
from outreach.ledger.workflow import Assignment, Judgement
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights

#: Who checks what, by topic; the safety department checks the rest.
ACCEPTORS = {
    Topic.PAY: ("hr", "人力资源部"),
    Topic.SHIFTS: ("hr", "人力资源部"),
    Topic.CONTRACTS: ("hr", "人力资源部"),
    Topic.TRAINING: ("hr", "人力资源部"),
    Topic.LIVING: ("logistics", "后勤服务部"),
    Topic.COMMUTING: ("logistics", "后勤服务部"),
    Topic.EQUIPMENT: ("works", "工程设备部"),
}
DEADLINES = (10, 10, 15, 15, 20, 20, 30)
UNIT_PEOPLE = {
    "装卸一公司": ("head", "handler"),
    "装卸二公司": ("head2", "handler2"),
    "集装箱码头公司": ("head3", "handler3"),
    "轮驳公司": ("head4", "handler4"),
    "港城物流公司": ("head5", "outsider"),
    "港建工程公司": ("head6", "handler6"),
}


def live_a_day(world: World) -> None:
    """Everybody looks at every open item once; most days most items rest."""
    for issue in Issue.objects.exclude(status__in=ENDED).select_related("unit", "lead_unit").order_by("pk"):
        act = ACTS.get(State(issue.status))
        if act is not None:
            with world.at_work():
                act(world, issue)


def lead_of(world: World, unit: OrgUnit) -> tuple[OrgUnit, str, str]:
    """The subsidiary that leads for a unit, its head and its handler."""
    for name, (head, handler) in UNIT_PEOPLE.items():
        if unit.path.startswith(world.units[name].path):
            return world.units[name], head, handler
    return world.units["装卸一公司"], *UNIT_PEOPLE["装卸一公司"]


def story_of(issue: Issue) -> Story:
    """The story that an item tells, or what is true of any matter of its topic."""
    told = next((story for story in STORIES if story.title[-8:] == issue.title[-8:]), None)
    return told or COMMON[Topic(issue.topic)]


def _office(world: World) -> Rights:
    return world.rights("ledger")


def _handler(world: World, issue: Issue) -> Rights:
    return world.rights(lead_of(world, issue.lead_unit or issue.unit)[2])


def _head(world: World, issue: Issue) -> Rights:
    return world.rights(lead_of(world, issue.lead_unit or issue.unit)[1])


def _acceptor(world: World, issue: Issue) -> Rights:
    return world.rights(ACCEPTORS.get(Topic(issue.topic), ("acceptor", ""))[0])


def _enter(world: World, issue: Issue) -> None:
    roll = world.rng.random()
    if roll < 0.03:
        workflow.reject(issue=issue, reason=GROUNDS["reject"], rights=_office(world))
        return
    if roll < 0.08 and (into := _same_matter(issue)):
        workflow.merge(issue=issue, into=into, note="同一件事，并案办理", rights=_office(world))
        return
    if roll < 0.45:
        workflow.enter(issue=issue, rights=_office(world))


def _same_matter(issue: Issue) -> Issue | None:
    """An open item in the same unit about the same topic."""
    open_ones = Issue.objects.running().filter(unit=issue.unit, topic=issue.topic)
    return open_ones.exclude(pk=issue.pk).first()


def _assign(world: World, issue: Issue) -> None:
    if issue.is_major and issue.approved_by_id is None:
        workflow.approve_major(issue=issue, rights=world.rights("leader"), note="同意，尽快安排。")
        return
    if world.rng.random() < 0.4:
        unit, _head_name, handler = lead_of(world, issue.unit)
        accepting = world.units[ACCEPTORS.get(Topic(issue.topic), ("", "安全环保部"))[1]]
        horizon = Horizon.IMMEDIATE if issue.is_urgent else Horizon.TIME_BOUND
        days = world.rng.choice(DEADLINES[:3] if issue.is_urgent else DEADLINES)
        given = Assignment(unit, world.cast[handler], accepting, days, horizon)
        workflow.assign(issue=issue, assignment=given, rights=_office(world))


def _sign(world: World, issue: Issue) -> None:
    roll = world.rng.random()
    if roll < 0.04 and not issue.is_designated:
        workflow.request_return(issue=issue, reason=GROUNDS["return"], rights=_handler(world, issue))
    elif roll < 0.5:
        workflow.sign_for(issue=issue, rights=_handler(world, issue))


def _answer_return(world: World, issue: Issue) -> None:
    roll = world.rng.random()
    if roll < 0.3:
        workflow.agree_return(issue=issue, note="情况属实，另行交办", rights=_office(world))
    elif roll < 0.7:
        workflow.refuse_return(issue=issue, reason="现场在你单位，请继续办理", rights=_office(world))


def _work(world: World, issue: Issue) -> None:
    """Analyse, plan, do, and hand in near the deadline; some are slow, a few ask for more time or a pause."""
    rng, story, rights = world.rng, story_of(issue), _handler(world, issue)
    measures = list(issue.measures.all())
    if not measures:
        _begin(world, issue, story, rights)
        return
    if rng.random() < 0.008:
        _leave_the_road(world, issue)
        return
    is_slow = issue.pk % 9 == 0  # one unit's item in nine drags on past its deadline
    if _deal_with_extension(world, issue):
        return
    waiting = [measure for measure in measures if measure.done_at is None]
    if waiting and rng.random() < (0.05 if is_slow else 0.32):
        photo = [world.picture(story.place.format(n=3), is_after=True)] if rng.random() < 0.25 else []
        workflow.complete_measure(issue=issue, measure=waiting[0], attachments=photo, rights=rights)
    elif not waiting and rng.random() < 0.5:
        _hand_in(world, issue, story, rights)
    elif rng.random() < 0.06:
        workflow.report_progress(issue=issue, note=rng.choice(PROGRESS), rights=rights)


def _begin(world: World, issue: Issue, story: Story, rights: Rights) -> None:
    """First the cause, on another day the plan."""
    if issue.cause:
        _plan(world, issue, story, rights)
    elif world.rng.random() < 0.6:
        workflow.write_cause(issue=issue, cause=story.cause, rights=rights)


def _plan(world: World, issue: Issue, story: Story, rights: Rights) -> None:
    due_on = issue.due_on or world.today
    for place, text in enumerate(story.measures, start=1):
        day = world.today + (due_on - world.today) * place / len(story.measures)
        workflow.add_measure(issue=issue, text=text, planned_on=max(day, world.today), rights=rights)
    if issue.is_major or world.rng.random() < 0.1:
        workflow.request_support(
            issue=issue,
            kind=world.rng.choice(SupportKind.values),
            text="申请专项资金，列入本季度维修计划",
            provider=world.units["工程设备部"],
            needed_by=due_on,
            rights=rights,
        )


def _deal_with_extension(world: World, issue: Issue) -> bool:
    """Ask near the deadline; the head agrees the next day, the office decides after that."""
    pending = issue.extensions.filter(is_granted=None).first()
    if pending is not None:
        if pending.head_agreed_at is None:
            workflow.agree_extension(issue=issue, rights=_head(world, issue))
        elif world.rng.random() < 0.85:
            workflow.grant_extension(issue=issue, rights=_office(world), note="同意一次，抓紧办理")
        else:
            workflow.refuse_extension(issue=issue, reason="理由不充分，按期完成", rights=_office(world))
        return True
    is_near = issue.due_on is not None and 0 <= (issue.due_on - world.today).days <= 3
    if is_near and issue.extension_count == 0 and world.rng.random() < 0.12:
        workflow.request_extension(
            issue=issue,
            workdays=world.rng.choice((3, 5, 5, 10)),
            reason=GROUNDS["extension"],
            rights=_handler(world, issue),
        )
        return True
    return False


def _leave_the_road(world: World, issue: Issue) -> None:
    leader = world.rights("leader")
    if world.rng.random() < 0.5:
        wake_on = clock.today() + timedelta(days=world.rng.randint(20, 80))
        workflow.suspend(issue=issue, reason=GROUNDS["suspend"], wake_on=wake_on, rights=leader)
    else:
        review_on = clock.today() + timedelta(days=80)
        workflow.keep_long_term(issue=issue, reason=GROUNDS["long_term"], review_on=review_on, rights=leader)


def _hand_in(world: World, issue: Issue, story: Story, rights: Rights) -> None:
    if not issue.evidence.exists():
        photo = world.picture(story.place.format(n=3), is_after=True)
        workflow.add_evidence(issue=issue, attachments=[photo], caption="整改后", rights=rights)
    for support in issue.support_requests.filter(provided_at=None):
        workflow.confirm_support(issue=issue, support=support, rights=rights)
    workflow.submit(issue=issue, result=story.result, rights=rights)


def _check(world: World, issue: Issue) -> None:
    roll = world.rng.random()
    if roll < 0.08:
        workflow.check_back(issue=issue, reason=GROUNDS["check_back"], rights=_head(world, issue))
    elif roll < 0.6:
        workflow.check_pass(issue=issue, rights=_head(world, issue))


def _accept(world: World, issue: Issue) -> None:
    roll = world.rng.random()
    if roll < 0.06:
        workflow.reject_result(issue=issue, reason=GROUNDS["reject_result"], rights=_acceptor(world, issue))
    elif roll < 0.5:
        on_site = issue.is_major or world.rng.random() < 0.5
        photo = [world.picture(story_of(issue).place.format(n=3), is_after=True)] if on_site else []
        workflow.accept_result(issue=issue, is_on_site=on_site, attachments=photo, rights=_acceptor(world, issue))


def _judge(world: World, issue: Issue) -> None:
    """The raiser rates, or says nothing for a week; then the office strikes it off."""
    rng = world.rng
    is_rated = issue.accepted_at is not None and issue.ratings.filter(rated_at__gte=issue.accepted_at).exists()
    if is_rated or (issue.accepted_at and (world.today - clock.day_of(issue.accepted_at)).days >= 7):
        if rng.random() < 0.35:
            workflow.close(issue=issue, rights=_office(world))
    elif rng.random() < 0.16:
        result = rng.choices((3, 2, 1), weights=(70, 22, 8))[0]
        words = GROUNDS["dissatisfied"] if result == 1 else rng.choice(PRAISE)
        workflow.rate(issue=issue, judgement=Judgement(rng.choice((3, 3, 2)), max(result, 2), result, words))


def _review(world: World, issue: Issue) -> None:
    if issue.review_on is not None and issue.review_on <= world.today:
        workflow.review_long_term(
            issue=issue,
            note="本季度按计划推进，里程碑完成。",
            review_on=world.today + timedelta(days=80),
            rights=world.rights("leader"),
        )


ACTS: dict[State, Callable[[World, Issue], None]] = {
    State.PENDING: _enter,
    State.OPEN: _assign,
    State.ASSIGNED: _sign,
    State.RETURN_REQUESTED: _answer_return,
    State.IN_PROGRESS: _work,
    State.SUBMITTED: _check,
    State.VERIFYING: _accept,
    State.AWAITING_RATING: _judge,
    State.LONG_TERM: _review,
}
