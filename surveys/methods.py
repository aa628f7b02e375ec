"""The four methods of investigation 座谈会、实地察看、走访了解、个别访谈, and what each record asks for."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    FORUM = "forum", _("座谈会")
    INSPECTION = "inspection", _("实地察看")
    WALK_ROUND = "walk_round", _("走访了解")
    INTERVIEW = "interview", _("个别访谈")


@dataclass(frozen=True)
class Questions:
    """What the record form of one method asks beside what all four share; field name → label and hint."""

    icon: str
    hint: Promise
    fields: dict[str, tuple[Promise, Promise]]


QUESTIONS: dict[str, Questions] = {
    Method.FORUM: Questions(
        "users",
        _("围绕一个问题，请一线的人坐下来谈。"),
        {
            "people_count": (_("到会人数"), _("不含组织者")),
            "people_kind": (_("到会的是哪些人"), _("例如班组长、一线司机、劳务工；不写姓名")),
            "said": (_("大家谈了什么"), _("一人一事、一句一行，尽量用原话；不写姓名")),
        },
    ),
    Method.INSPECTION: Questions(
        "eye",
        _("到现场看，看到什么记什么。"),
        {
            "is_unannounced": (_("四不两直：没有事先通知，直接到现场"), _("")),
            "said": (_("看到了什么"), _("设备、环境、作业过程，有数字就写数字")),
        },
    ),
    Method.WALK_ROUND: Questions(
        "route",
        _("边走边问，了解一线的日常。"),
        {
            "people_count": (_("走访了多少人"), _("")),
            "people_kind": (_("走访了哪些岗位"), _("例如门机司机、理货员、食堂员工；不写姓名")),
            "is_unannounced": (_("四不两直：没有事先通知，直接到现场"), _("")),
            "said": (_("了解到什么"), _("一人一事、一句一行，尽量用原话；不写姓名")),
        },
    ),
    Method.INTERVIEW: Questions(
        "message-square-text",
        _("一对一谈心里话。谈话内容只有课题单位和记录人能看，被访谈的单位看不到。"),
        {
            "people_kind": (_("访谈对象的岗位"), _("只写岗位和工龄，不写姓名")),
            "said": (_("谈了什么"), _("尽量用原话，不写能认出本人的内容")),
        },
    ),
}
