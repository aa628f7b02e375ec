"""东江港务集团: a fictional port with a headquarters, six subsidiaries and eighteen branches, and its people."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from outreach.accounts.models import User
from outreach.org.models import Cadre, OrgUnit, Posting, UnitKind
from outreach.org.roles import Role

PASSWORD = "outreach-demo"  # noqa: S105 - published on purpose: the demo never runs in production
GROUP = "东江港务集团"
DEPARTMENTS = ("台账办", "安全环保部", "人力资源部", "工程设备部", "后勤服务部", "纪检监察室")
SUBSIDIARIES = {
    "装卸一公司": ("固机车间", "流机车间", "门机车间"),
    "装卸二公司": ("散货作业区", "理货一队", "理货二队"),
    "集装箱码头公司": ("堆场作业部", "岸桥作业部", "闸口服务部"),
    "轮驳公司": ("拖轮一队", "拖轮二队", "船舶修理车间"),
    "港城物流公司": ("汽车运输队", "西港仓库", "货代营业部"),
    "港建工程公司": ("维修工程队", "宿舍管理站", "水电管理站"),
}


@dataclass(frozen=True)
class Person:
    """Somebody of the demo: user name, name, unit, role, the post of a leading cadre, a second role, where they sit."""

    username: str
    name: str
    unit: str
    role: Role
    title: str = ""
    portfolio: str = ""
    besides: Role | None = None
    home: str = ""


#: The accounts named in the README, then those who make the enterprise alive.
PEOPLE = (
    # Two posts in one hand, so that one sign-in shows the whole administration: production refuses it.
    Person("admin", "系统管理员", GROUP, Role.SYSTEM_ADMIN, besides=Role.LEDGER_OFFICER),
    Person("ledger", "刘佳", GROUP, Role.LEDGER_OFFICER),
    Person("petition", "陈静", GROUP, Role.PETITION_OFFICER),
    Person("discipline", "郑国平", GROUP, Role.DISCIPLINE_INSPECTOR, home="纪检监察室"),
    Person("discipline2", "梁文清", GROUP, Role.DISCIPLINE_INSPECTOR),
    Person("leader", "王海", GROUP, Role.LEADER, "副总经理", "安全生产、工程设备"),
    Person("head", "赵永强", "装卸一公司", Role.UNIT_HEAD, "装卸一公司经理", "全面工作"),
    Person("handler", "孙志刚", "装卸一公司", Role.HANDLER),
    Person("acceptor", "何敏", "安全环保部", Role.ACCEPTOR),
    Person("cadre", "杨帆", "固机车间", Role.CADRE),
    Person("auditor", "林慧", GROUP, Role.AUDIT_ADMIN),
    Person("security", "潘磊", GROUP, Role.SECURITY_ADMIN),
    Person("outsider", "丁晓东", "港城物流公司", Role.HANDLER),
    Person("leader2", "高建平", GROUP, Role.LEADER, "党委副书记", "群团、宿舍与食堂"),
    Person("leader3", "周启明", GROUP, Role.LEADER, "总工程师", "设备更新、技术改造"),
    Person("leader4", "林雪芬", GROUP, Role.LEADER, "工会主席", "职工权益、劳动保护"),
    Person("hr", "蒋文静", "人力资源部", Role.ACCEPTOR),
    Person("works", "韩卫东", "工程设备部", Role.ACCEPTOR),
    Person("logistics", "沈文博", "后勤服务部", Role.ACCEPTOR),
    Person("petition2", "宋雅琴", "装卸一公司", Role.PETITION_OFFICER),
    Person("petition3", "魏东明", GROUP, Role.PETITION_OFFICER),
    Person("head2", "马振华", "装卸二公司", Role.UNIT_HEAD),
    Person("handler2", "彭涛", "装卸二公司", Role.HANDLER),
    Person("cadre2", "罗海波", "散货作业区", Role.CADRE),
    Person("head3", "郑凯", "集装箱码头公司", Role.UNIT_HEAD),
    Person("handler3", "白建民", "集装箱码头公司", Role.HANDLER),
    Person("cadre3", "姚静", "堆场作业部", Role.CADRE),
    Person("head4", "唐国庆", "轮驳公司", Role.UNIT_HEAD),
    Person("handler4", "胡春梅", "轮驳公司", Role.HANDLER),
    Person("head5", "陈国梁", "港城物流公司", Role.UNIT_HEAD),
    Person("cadre5", "邓丽", "汽车运输队", Role.CADRE),
    Person("head6", "冯立新", "港建工程公司", Role.UNIT_HEAD),
    Person("handler6", "吴振东", "港建工程公司", Role.HANDLER),
    Person("cadre6", "许小梅", "宿舍管理站", Role.CADRE),
)


def build(since: date) -> tuple[dict[str, OrgUnit], dict[str, User]]:
    """Write units and people; returns the units by name and the users by user name."""
    group = OrgUnit.objects.create(name=GROUP, kind=UnitKind.HEADQUARTERS)
    units = {GROUP: group}
    for name in DEPARTMENTS:
        units[name] = OrgUnit.objects.create(name=name, kind=UnitKind.DEPARTMENT, parent=group)
    for name, below in SUBSIDIARIES.items():
        units[name] = OrgUnit.objects.create(name=name, kind=UnitKind.SUBSIDIARY, parent=group)
        for branch in below:
            units[branch] = OrgUnit.objects.create(name=branch, kind=UnitKind.WORKSHOP, parent=units[name])
    return units, {person.username: _settle(person, units, since) for person in PEOPLE}


def _settle(person: Person, units: dict[str, OrgUnit], since: date) -> User:
    unit = units[person.unit]
    user = User.objects.create(
        username=person.username,
        full_name=person.name,
        email=f"{person.username}@port.example",
        password=_hashed(),
    )
    for role in filter(None, (person.role, person.besides)):
        Posting.objects.create(user=user, unit=unit, home=units.get(person.home), role=role, since=since)
    if person.title:
        Cadre.objects.create(user=user, unit=unit, title=person.title, portfolio=person.portfolio)
    return user


def _hashed() -> str:
    """One slow hash for everybody: thirty of them would take longer than the rest of the demo."""
    if not _hash:
        _hash.append(make_password(PASSWORD))
    return _hash[0]


_hash: list[str] = []
