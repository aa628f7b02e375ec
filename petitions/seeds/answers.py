"""What the office tells everybody, once it has been asked often enough; through the real verbs."""

from typing import Any

from outreach.ledger.states import Topic
from petitions.models import Petition, PublishedAnswer
from petitions.workflow.publishing import Text, publish_answer, write_answer

#: By words in the title of a petition: what is published of it.
TYPICAL = {
    "夜班津贴": Text(
        Topic.PAY,
        "夜班津贴按什么计算，少算了找谁？",
        "按实际上岗的夜班次数计算，以出车单和排班表为准，打卡漏记的由班组长补签。"
        "发现少算，先找本单位工资核算员核对，三个工作日内没有答复的，可以在这里反映，差额随下月工资补发。",
        "《工资支付管理办法》第十二条",
    ),
    "宿舍": Text(
        Topic.LIVING,
        "宿舍报修多久有人来，没人来怎么办？",
        "漏水、断电当天处理，其他三天内上门。超过时间没有人来，凭报修单号在这里反映，由生活后勤中心说明原因和办好的日期。",
    ),
    "班车": Text(
        Topic.COMMUTING,
        "班车时间能不能跟交接班时间对上？",
        "班车时刻每季度按排班调整一次。中班末班车应在交接班后至少 15 分钟发车，"
        "没有做到的线路请写明站点和时间，由运输保障部调整。",
    ),
    "合同": Text(
        Topic.CONTRACTS,
        "劳动合同到期没有续签，单位应当怎么做？",
        "单位应当在到期前三十天书面告知是否续签。到期后继续用工的，应当在一个月内补签书面合同。"
        "对续签有争议，也可以向劳动人事争议仲裁委员会申请仲裁。",
        "《劳动合同法》第十条、第八十二条",
    ),
    "休息": Text(
        Topic.SHIFTS,
        "人手不够，能不能连着几周不排休息日？",
        "不能。每周至少休息一天；确因生产需要占用休息日的，先安排补休，不能补休的按规定支付加班工资。",
        "《劳动法》第三十八条、第四十四条",
    ),
}
#: Whoever writes and whoever looks at it are two people.
_LOOKS = "leader"


def live_a_day(world: Any) -> None:
    """Today's look at what is on its way; then, now and then, another one is written."""
    if _LOOKS not in world.cast:
        return
    for answer in list(PublishedAnswer.objects.on_their_way().order_by("pk")):
        if world.rng.random() < 0.5:
            publish_answer(answer=answer, rights=world.rights(_LOOKS))
    for word, text in TYPICAL.items():
        if PublishedAnswer.objects.filter(question=text.question).exists() or world.rng.random() > 0.1:
            continue
        asked = Petition.objects.filter(title__contains=word, is_sealed=False, delivered_at__isnull=False)
        if petition := asked.order_by("received_at", "number").first():
            write_answer(petition=petition, text=text, rights=world.rights("petition"))
