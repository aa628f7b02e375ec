"""What an e-mail says: numbers, deadlines and a link. Never a title, a name or what somebody complained of."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from outreach.calendars.lights import DayKind, words_left
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.scoping import Rights
from outreach.reminders.letters import letters
from outreach.reminders.models import Delivery
from outreach.reminders.rounds import DueLine, rounds


def compose(mail: Delivery) -> EmailMessage | None:
    """The message as it is true now; None when nothing in it still needs saying to this person."""
    if mail.recipient is None:
        return next((letter for one in letters if (letter := one(mail)) is not None), None)
    lines = [_line(issue) for issue in still_due(mail)] + [line for one in rounds for line in one.lines(mail)]
    if not lines or not mail.recipient.is_active or not mail.recipient.email:
        return None
    late = sum(line.due_on < clock.today() for line in lines)
    subject = _("期限提醒：%(count)d 件到期，其中 %(late)d 件逾期") % {"count": len(lines), "late": late}
    calendar = WorkCalendar.current()
    rows = [(line, words_left(line.due_on, clock.today(), calendar, line.day_kind)) for line in lines]
    body = render_to_string("reminders/mail.txt", {"rows": rows, "site": settings.SITE_URL, "person": mail.recipient})
    return EmailMessage(
        subject,
        body,
        to=[mail.recipient.email],
        headers={"Message-ID": f"<{mail.pk}@outreach>", "Auto-Submitted": "auto-generated"},
    )


def _line(issue: Issue) -> DueLine:
    return DueLine(issue.number, issue.due_on or clock.today(), issue.get_absolute_url(), DayKind.WORKDAY)


def still_due(mail: Delivery) -> list[Issue]:
    """The items of this mail that are still open under the same deadline and still this person's to see."""
    visible = Issue.objects.visible_to(Rights.of(mail.recipient)).running()
    reminders = mail.reminders.filter(issue__in=visible).select_related("issue").order_by("deadline", "issue")
    current = {one.issue_id: one.issue for one in reminders if one.clock_round == one.issue.clock_round}
    return list(current.values())
