"""What somebody may want to know before handing in; nothing of it refuses a matter, an officer decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.contacts import Contact, plain_id_number, plain_phone
from petitions.intake import Matter
from petitions.leaks import numbers_in
from petitions.states import Kind

#: How a document says that it is a secret (《国家秘密定密管理规定》: the degree beside a star).
_SECRET = re.compile(r"(绝密|机密|秘密)\s*[★☆*]|[★☆]\s*(绝密|机密|秘密)|(绝密|机密)\s*(件|级|文件)")


@dataclass(frozen=True)
class Route:
    """A way of the law beside this one (信访工作条例, Art. 31), and by which words a matter sounds like it."""

    words: tuple[str, ...]
    told: Promise
    basis: Promise


ROUTES = (
    Route(
        ("被打", "打人", "偷", "盗窃", "诈骗", "威胁", "猥亵", "性骚扰"),
        _("有人违法犯罪的，请同时报警（110），我们替代不了公安机关。"),
        _("《信访工作条例》第三十一条第一项"),
    ),
    Route(
        ("劳动合同", "解除合同", "辞退", "开除", "经济补偿", "拖欠工资", "加班费"),
        _("劳动合同、工资方面的争议，也可以申请劳动仲裁，一般要在一年内提出；反映给我们不影响仲裁，也不延长这一年。"),
        _("《劳动争议调解仲裁法》第二十七条"),
    ),
    Route(
        ("工伤", "职业病"),
        _("工伤认定由人力资源和社会保障局办，单位没有申请的，本人一年内可以自己申请。"),
        _("《工伤保险条例》第十七条"),
    ),
    Route(
        ("法院", "判决", "起诉", "仲裁委", "裁决"),
        _("法院、仲裁机构正在办或者已经作出决定的，要在那里继续提出；我们可以反映其他方面的问题。"),
        _("《信访工作条例》第三十一条第一项、第二项"),
    ),
    Route(
        ("党纪处分", "开除党籍", "政务处分", "撤职处分"),
        _("对党纪、政务处分不服的，向作出处分的组织提出申诉。"),
        _("《信访工作条例》第三十一条第三项"),
    ),
)


@dataclass(frozen=True)
class Hint:
    """One thing to know; ``basis`` is the rule behind it, ``is_warning`` asks to change something first."""

    words: str | Promise
    basis: str | Promise = ""
    is_warning: bool = False


def hints_for(matter: Matter, contact: Contact) -> list[Hint]:
    """Warnings first, then the ways beside this one; who accuses somebody is not sent elsewhere."""
    text = f"{matter.title}\n{matter.facts}\n{matter.request}\n{matter.names}"
    return [*_warnings(text, contact), *(_routes(text) if matter.kind != Kind.ACCUSATION else ())]


def _warnings(text: str, contact: Contact) -> Iterator[Hint]:
    if _SECRET.search(text):
        told = _("像是写了国家秘密。涉密的事请当面说，先把这部分删掉再提交。")
        yield Hint(told, _("《保守国家秘密法》"), is_warning=True)
    own = {plain_phone(contact.phone), plain_id_number(contact.id_number).lower()}
    if numbers_in(text) - own:
        told = _("里面像是有别人的电话或身份证号。不是非写不可就删掉，写单位和职务就够了。")
        yield Hint(told, _("《个人信息保护法》第六条"), is_warning=True)


def _routes(text: str) -> Iterator[Hint]:
    for route in ROUTES:
        if any(word in text for word in route.words):
            yield Hint(route.told, route.basis)
