"""One visit as a Word file: the same as its page, to file or to hand on; what became of its findings as of that day."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fieldvisits.conduct import Breach
from fieldvisits.models import Outcome, Visit, VisitFinding
from fieldvisits.queries import Told
from outreach.common import clock
from outreach.documents.paper import Block, Heading, sheet


def as_word(visit: Visit, stories: list[Told], breaches: list[Breach]) -> bytes:
    """``stories`` and ``breaches`` as the reader of the page sees them; photos stay on the page."""
    blocks: list[Block] = [_facts(visit)]
    blocks += _part(_("总体情况"), visit.summary)
    blocks += _part(_("听到的对政策的看法"), visit.policy_heard)
    blocks.append(Heading(_("看到了什么，后来怎样")))
    blocks += [line for n, story in enumerate(stories, 1) for line in _story(n, story)] or [_("这次没有发现问题。")]
    blocks += _conduct(visit, breaches)
    return sheet(_("走访记录"), blocks)


def _facts(visit: Visit) -> list[list[str]]:
    rows = [
        (_("去了哪里"), str(visit.unit)),
        (_("日期"), f"{visit.visited_on} {visit.started_at:%H:%M}" if visit.started_at else str(visit.visited_on)),
        (_("怎么办公的"), str(visit.get_kind_display())),
        (_("到场领导"), f"{visit.leader.user} {visit.leader.title}" if visit.leader else ""),
        (_("谁记的"), str(visit.author)),
        (_("为什么去"), visit.purpose),
        (_("谈了几个人"), _met(visit)),
        (_("四不两直"), _("是") if visit.is_unannounced else _("否")),
    ]
    return [[label, text] for label, text in rows if text]


def _met(visit: Visit) -> str:
    if not (visit.spoke_workers or visit.spoke_team_leaders or visit.spoke_managers):
        return str(visit.people_met)
    of_them = _("一线职工 %(workers)s，班组长 %(leaders)s，管理人员 %(managers)s") % {
        "workers": visit.spoke_workers,
        "leaders": visit.spoke_team_leaders,
        "managers": visit.spoke_managers,
    }
    return f"{visit.people_met}{_('，')}{of_them}"


def _part(title: str, text: str) -> list[str]:
    return [Heading(title), *_paragraphs(text)] if text else []


def _paragraphs(text: str) -> list[str]:
    """What somebody wrote, line by line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _story(n: int, story: Told) -> Iterator[str]:
    found = story.finding
    place = _("（%(place)s）") % {"place": found.place} if found.place else ""
    first, *more = _paragraphs(found.what) or [""]
    yield f"{n}. {first}{place}"
    yield from more
    yield f"{found.get_outcome_display()}{_('：')}{_outcome(story)}".removesuffix(_("："))
    if found.support_kind:
        yield _support(story)
    if photos := len(found.photos.all()):
        yield _("照片 %(n)d 张，在系统里看。") % {"n": photos}


def _outcome(story: Told) -> str:
    """How it was solved, or what became of it, as far as this reader may know."""
    found = story.finding
    if found.outcome == Outcome.SOLVED_ON_SPOT:
        return _joined(found.solution, found.solved_by)
    if story.issue is None:
        return str(found.target_unit or "")
    item = story.issue
    return _joined(str(found.target_unit or ""), item.number, str(item.get_status_display()), str(item.handler or ""))


def _support(story: Told) -> str:
    found: VisitFinding = story.finding
    about = _("当场答应的支持") if found.support_from else _("提出的支持")
    said = _joined(str(found.get_support_kind_display()), found.support_text, found.support_from)
    words = [f"{about}{_('：')}{said}"]
    if found.support_by:
        by = _("%(day)s 前到位") if found.support_from else _("%(day)s 前需要")
        words.append(by % {"day": found.support_by})
    if story.support is not None:
        came = story.support.provided_at
        words.append(_("%(day)s 已到位") % {"day": clock.day_of(came)} if came else _("还没到位"))
    return _joined(*words)


def _conduct(visit: Visit, breaches: list[Breach]) -> Iterator[str]:
    """How it was conducted (八项规定): the answers in one line, then what is not as the rules say, and why."""
    yield Heading(_("轻车简从"))
    companions = _("同去和陪同 %(n)d 人，车 %(cars)d 辆") % {"n": visit.companions, "cars": visit.vehicles}
    yield _joined(companions, str(visit.get_meal_display()), visit.letter_number)
    for breach in breaches:
        yield _("%(words)s（%(article)s）") % {"words": breach.words, "article": breach.article}
    if visit.conduct_reason:
        yield _("原因：%(reason)s") % {"reason": visit.conduct_reason}


def _joined(*words: str) -> str:
    return _("，").join(word for word in words if word)
