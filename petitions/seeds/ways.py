"""What came to the petition desk of the demo by other ways than the web: one of each, twice a month."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from outreach.common import clock
from outreach.org.models import Cadre
from petitions import drafts, workflow
from petitions.contacts import Contact
from petitions.intake import Matter, Way, submit
from petitions.models import AboveEntry, Petition
from petitions.states import Arrival, Kind

_WEDNESDAY = 2
_A_WEEK = 7
#: Title, what was said, what is asked for, how it came, who brought it, how many they are, what was noted of the way.
_CAME: list[tuple[str, str, str, Arrival, Contact, int, Way]] = [
    (
        "退休职工来信：医药费报销压了半年",
        "三月份住院的单据交上去，到现在没有下文，问过两次都说在走流程。",
        "说明卡在哪里，尽快报销",
        Arrival.LETTER,
        Contact("周长林", "13905120041", "港前路 18 号 4 幢 201 室"),
        1,
        Way(),
    ),
    (
        "来访反映：外协工高温津贴没有发",
        "七八月在堆场干了四十多天，高温津贴只发了正式工。",
        "按出勤天数补发",
        Arrival.VISIT,
        Contact("孙德胜", "13805120052"),
        3,
        Way(is_read_back=True),
    ),
    (
        "来电：末班班车甩站",
        "23:35 那班在理货楼不停，喊了也不开门，走回宿舍四十分钟。",
        "按站停靠，告诉我怎么处理的",
        Arrival.CALL,
        Contact("何丽", "13705120063"),
        1,
        Way(is_read_back=True),
    ),
    (
        "来电：门机夜间照明坏了没人修（对方挂断，还没有读给本人听）",
        "二号门机大臂灯坏了三天，夜里看不清吊钩。电话没有说完就断了。",
        "今晚修好",
        Arrival.CALL,
        Contact("周小燕", "13405120129"),
        1,
        Way(),
    ),
    (
        "接访时反映：合同到期没有续签",
        "六月底到期，一直让等通知，社保照缴，没有书面合同。",
        "书面答复续不续签",
        Arrival.RECEPTION,
        Contact("马国强", "13605120074"),
        1,
        Way(is_read_back=True),
    ),
    (
        "上级转送：反映职工宿舍电价高于居民电价",
        "宿舍楼按商业电价分摊，每度多出三角。",
        "核实电价，多收的退回",
        Arrival.TRANSFERRED,
        Contact("吴海涛", "13505120085"),
        1,
        Way(sent_from="东江市国资委信访办", sent_number="东国资信转〔2026〕17 号", is_answer_owed=True),
    ),
    (
        "夜班司机联名：要求恢复两班倒之间的十二小时休息",
        "上月起白班接夜班只隔八小时，连续三周没有轮休，昨天又有人在车上睡着。",
        "恢复十二小时间隔，三个月内不再连班",
        Arrival.VISIT,
        Contact(
            "陈志远",
            "13805120096",
            representatives="王建军 13805120107\n赵敏 13805120118",
            signers="\n".join(f"{name} 1380513{place:04d}" for place, name in enumerate(["李桂兰", "郑秀英", "何丽"])),
        ),
        26,
        Way(is_read_back=True),
    ),
]


#: How long the demo's office takes to report upward.
_UNTIL_REPORTED = timedelta(days=20)


def live_a_day(world: Any) -> None:
    """On the first and third Wednesday of a month the next one comes, until each has come once."""
    day = world.today
    _report_upward(world)
    if day.weekday() != _WEDNESDAY or (day.day - 1) // _A_WEEK % 2:
        return
    come = Petition.objects.filter(title__in=[title for title, *_rest in _CAME]).count()
    if come < len(_CAME):
        _take_down(world, *_CAME[come])


def _report_upward(world: Any) -> None:
    """What was done so far with what was sent on goes back to whoever sent it, once."""
    owed = Petition.objects.filter(way_in__is_answer_owed=True, above=None, is_sealed=False)
    for petition in owed.filter(received_at__lt=clock.start_of(world.today - _UNTIL_REPORTED)):
        words = "已受理，正按居民电价核对十二个月的分摊记录，多收的下月退回；办结后再报。"
        entry = AboveEntry(on=world.today, number="东港信报〔2026〕3 号", words=words)
        workflow.report_result(petition=petition, entry=entry, rights=world.rights("petition"))


def _take_down(
    world: Any, title: str, facts: str, request: str, arrival: Arrival, contact: Contact, people: int, way: Way
) -> None:
    matter = Matter(
        Kind.APPEAL,
        title,
        facts,
        world.pick_branch(),
        request,
        people_count=people,
        may_be_seen_by_unit=True,
        arrival=arrival,
    )
    noted = {
        Arrival.RECEPTION: {"leader": Cadre.objects.filter(user__username="leader").first()},
        Arrival.TRANSFERRED: {"answer_due_on": world.today + timedelta(days=45)},
        Arrival.LETTER: {"received_on": world.today - timedelta(days=2)},
    }
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    kept = replace(way, **noted.get(arrival, {}))
    submit(token=token, matter=matter, contact=contact, rights=world.rights("petition"), way=kept)
    drafts.discard_draft(token)
