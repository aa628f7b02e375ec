"""A year at the petition desk, lived through the real intake and workflow, one simulated workday at a time."""

from datetime import date
from typing import Any

from outreach.common import clock
from outreach.ledger.intake import Finding
from outreach.ledger.states import State as IssueState
from outreach.ledger.states import Topic
from outreach.ledger.workflow import Judgement
from outreach.org.scoping import Rights
from petitions import drafts, workflow
from petitions.contacts import Contact
from petitions.intake import Matter, Way, submit
from petitions.models import Petition
from petitions.seeds import answers, asking, cases, outside, receptions, repeats, sponsoring, ways
from petitions.seeds.papers import write_to
from petitions.states import Arrival, Kind, State
from petitions.statute import Handover, Outcome, Waits
from petitions.workflow import Receipt, Reply

MATTERS = [
    (
        Kind.APPEAL,
        "夜班津贴少算，要求补发",
        "9 月上了 11 个夜班，工资条只算了 8 个。问过核算员，说是按打卡算的。",
        "按出车单补发差额",
    ),
    (Kind.APPEAL, "宿舍屋顶漏雨，报修两次没人来", "四号楼六层西头三间宿舍下雨就漏，被褥都湿了。", "雨季前修好屋面"),
    (
        Kind.APPEAL,
        "末班班车提前发车，下中班赶不上",
        "中班 23:30 交接，末班车 23:35 就走，走到站要十分钟。",
        "末班车推迟到 23:50",
    ),
    (
        Kind.APPEAL,
        "劳动合同到期三个月没有续签",
        "合同 6 月到期，一直让等通知，社保照缴，但没有书面合同。",
        "书面答复续不续签",
    ),
    (
        Kind.APPEAL,
        "堆场照明坏了一半，夜里看不清指挥手势",
        "三号堆场东侧灯杆有七盏不亮，夜班装卸靠车灯。",
        "修好照明，修好前限速",
    ),
    (Kind.APPEAL, "连续三周没有休息日", "人手不够，固机班从上月起一周干七天。", "恢复轮休，补休或补钱"),
    (Kind.APPEAL, "门机司机室空调不制冷", "夏天司机室 40 度以上，报了维修单一直没换压缩机。", "高温前换好"),
    (Kind.SUGGESTION, "食堂夜宵希望加热汤", "夜班只有冷的面包，冬天胃受不了。", "夜里留一个灶"),
    (Kind.SUGGESTION, "建议给新司机配师傅带满三个月", "新人一个月就单独上机，心里没底。", "师带徒写进制度"),
    (Kind.SUGGESTION, "同一张表不要报三遍", "安全、设备、工会各要一份，内容一样。", "合成一张表"),
    (Kind.ACCUSATION, "反映材料采购指定供应商", "连续两年同一家中标，价格比市场高。", "请核查"),
]
_STORIES = (*cases.STORIES, *outside.STORIES, *asking.STORIES)
#: By which words an officer knows what a matter is about.
TOPICS = {
    Topic.PAY: ("津贴", "补贴", "工资"),
    Topic.LIVING: ("宿舍", "食堂", "夜宵"),
    Topic.COMMUTING: ("班车",),
    Topic.CONTRACTS: ("合同",),
    Topic.SHIFTS: ("休息", "排班", "加班"),
    Topic.SAFETY: ("照明", "护栏", "安全"),
    Topic.EQUIPMENT: ("门机", "空调", "皮带", "拖车", "备件"),
    Topic.TRAINING: ("师傅", "培训"),
}
#: Every fifth petitioner is written to.
_WRITTEN_TO = 5
NAMES = ["陈志远", "李桂兰", "王建军", "赵敏", "孙德胜", "周小燕", "吴海涛", "郑秀英", "马国强", "何丽"]


def live_a_day(world: Any) -> None:
    """Some days somebody comes; every day the desk goes on with what lies there."""
    if world.rng.random() < 0.3:
        _receive(world)
    for username in ("petition", "discipline"):
        rights = world.rights(username)
        for petition in list(
            Petition.objects.visible_to(rights).at_the_desk().order_by("received_at", "title", "unit", "pk")
        ):
            is_free = petition.pk not in world.aside and not _was_moved(petition, world.today)
            if is_free and world.rng.random() < 0.6:
                is_done = petition.waits_for == Waits.RESULT or petition.status == State.OPINION_ISSUED
                _reply(petition, rights) if is_done else _go_on(world, petition, rights)
    _rate(world)
    _archive(world)
    receptions.live_a_day(world)
    cases.live_a_day(world, _STORIES)
    answers.live_a_day(world)
    sponsoring.live_a_day(world)
    ways.live_a_day(world)
    repeats.live_a_day(world)


def _receive(world: Any) -> None:
    kind, title, facts, request = world.rng.choice(MATTERS)
    unit, place = world.pick_branch(), ""
    if kind == Kind.APPEAL and world.rng.random() < 0.7:
        story = world.pick_finding(source="petition")
        title, facts, unit, place = story.title, story.description, story.unit, story.place
        request = "请尽快解决，并告诉我结果"
    naming = world.rng.choices(["real", "confidential", "anonymous"], [6, 3, 1])[0]
    arrival = world.rng.choices([Arrival.WEB, Arrival.VISIT, Arrival.LETTER, Arrival.CALL], [6, 2, 1, 1])[0]
    phone = f"138{world.rng.randrange(10**8):08d}"
    contact = Contact() if naming == "anonymous" else Contact(world.rng.choice(NAMES), phone)
    matter = Matter(
        kind,
        title,
        facts,
        unit,
        request,
        place,
        people_count=world.rng.choice([1, 1, 1, 3, 12]),
        is_anonymous=not contact.name,
        may_be_seen_by_unit=naming == "real",
        arrival=arrival,
    )
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    way = Way(is_read_back=True)  # of what was said; see ways.py beside this for the rest
    submit(token=token, matter=matter, contact=contact, rights=world.rights("petition"), way=way)
    drafts.discard_draft(token)


def _go_on(world: Any, petition: Petition, rights: Rights) -> None:
    """The next thing an officer would do."""
    if petition.status == State.REGISTERED:
        workflow.classify(petition=petition, kind=petition.kind, unit=petition.unit, rights=rights)
    elif petition.status == State.CLASSIFIED and world.rng.random() < 0.06:
        workflow.not_own(
            petition=petition,
            owner="市劳动人事争议仲裁委员会",
            note="已经申请仲裁的事项由仲裁机构处理。",
            rights=rights,
        )
    elif petition.status == State.CLASSIFIED:
        accepted = workflow.accept(petition=petition, note="你反映的事项已经受理，办理结果会告诉你。", rights=rights)
        if petition.pk % _WRITTEN_TO == 0:
            write_to(accepted, "acceptance", rights)
    elif petition.kind == Kind.SUGGESTION and world.rng.random() < 0.5:
        workflow.answer(petition=petition, text="建议采纳，已请有关部门列入下月计划。谢谢。", rights=rights)
    elif petition.status == State.ACCEPTED:
        workflow.hand_over(petition=petition, finding=_finding(petition), rights=rights)
    elif petition.status == State.DISCIPLINE_ROUTED and world.rng.random() < 0.05:
        workflow.answer(petition=petition, text="经核查，已按规定处理。谢谢监督。", rights=rights)


def _reply(petition: Petition, rights: Rights) -> None:
    """The opinion from what the ledger found, and some days later its delivery."""
    if petition.status == State.OPINION_ISSUED:
        receipt = Receipt(Handover.IN_PERSON, clock.today())
        workflow.deliver(petition=petition, receipt=receipt, rights=rights)
        return
    issue_row = petition.issue
    if issue_row is not None:
        said = Reply(
            petition.request or petition.title,
            issue_row.cause or "经现场查看和询问有关人员，情况属实。",
            issue_row.result or "已经整改。",
            "本单位有关管理办法",
            Outcome.SUPPORT,
        )
        unit = issue_row.lead_unit or petition.unit
        workflow.issue_opinion(petition=petition, reply=said, unit=unit, rights=rights)


def _was_moved(petition: Petition, day: date) -> bool:
    """The desk takes one step a day with each."""
    return petition.events.filter(at__gte=clock.start_of(day)).exists()


def _finding(petition: Petition) -> Finding:
    """The task sheet: the matter without the petitioner."""
    told = (topic for topic, words in TOPICS.items() if any(word in petition.title for word in words))
    topic = next(told, Topic.OTHER)
    description = f"{petition.facts}\n\n诉求：{petition.request}"
    return Finding("petition", petition.title, description, petition.unit, topic=topic, raised_by="信访人")


def _rate(world: Any) -> None:
    """About half of those whose matter is done say what they think; silence is not satisfaction."""
    waiting = Petition.objects.filter(status=State.DELIVERED, issue__status=IssueState.AWAITING_RATING)
    for petition in waiting.order_by("received_at", "title", "unit", "pk"):
        if world.rng.random() < 0.2:
            attitude, speed, result = (world.rng.choices([3, 2, 1], [6, 3, 1])[0] for _ in range(3))
            workflow.rate(petition=petition, judgement=Judgement(attitude, speed, result))


def _archive(world: Any) -> None:
    """What has been judged and struck off is put away, one case a day."""
    over = (
        Petition.objects.filter(status=State.RATED, issue__status=IssueState.CLOSED)
        .order_by("received_at", "title", "unit", "pk")
        .first()
    )
    if over is not None and world.rng.random() < 0.3:
        workflow.archive(petition=over, note="纸质材料已归入办公室案卷。", rights=world.rights("petition"))
