"""Keeping the phrases of the desk."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.audit.workflow import record
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions.models import Phrase
from petitions.permissions import DISCIPLINE

#: More than anybody looks through.
MOST_PHRASES = 40


@transaction.atomic
def keep_phrase(*, title: str, text: str, rights: Rights, is_shared: bool = False) -> Phrase:
    """Keep words for later; what inspectors write stays their own, the office reads nothing of it."""
    if rights.user is None:
        raise PermissionDenied
    if is_shared and rights.may(DISCIPLINE):
        raise RefusedStepError(_("纪检人员的常用语只供自己用。"))
    if Phrase.objects.visible_to(rights).count() >= MOST_PHRASES:
        raise RefusedStepError(_("最多留 %(most)d 条，请先删掉不用的。") % {"most": MOST_PHRASES})
    phrase = Phrase.objects.create(title=title, text=text, is_shared=is_shared, made_by=rights.user)
    record(action="phrase.kept", actor=rights.user, obj=phrase, detail={"shared": is_shared})
    return phrase


@transaction.atomic
def drop_phrase(*, phrase: Phrase, rights: Rights) -> None:
    """Only whoever wrote it throws it away."""
    if rights.user is None or phrase.made_by_id != rights.user.pk:
        raise RefusedStepError(_("只有写的人能删。"))
    record(action="phrase.dropped", actor=rights.user, obj=phrase)
    phrase.delete()
