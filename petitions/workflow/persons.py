"""What is kept of one person: found by a number, shown to them, put right at their word; each time on record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.audit.workflow import record
from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights
from petitions import keyring, vault
from petitions.contacts import LISTS, PARTS, Contact, plain_id_number, plain_phone
from petitions.identities import keep_identity, kept_parts, of_same_person, open_identity, petitions_of
from petitions.limits import SEARCH
from petitions.models import Petition, PetitionerIdentity, Reveal
from petitions.permissions import FIND_PERSON
from petitions.persondata import PersonData, data_of
from petitions.sheets import Sheet, may_see_names
from petitions.workflow.revealing import refuse_unless_running

MOST_FOUND = 50
#: However an administrator sets the limit: ten thousand tries take a week.
_MOST_SEARCHES = 60


def find_person(*, number: str, rights: Rights) -> list[Petition]:
    """The petitions of a phone or identity number that this officer sees. The log keeps a fingerprint of the number.

    ``RefusedStepError`` after so many in one hour: the digits behind a mask are not to be tried out one by one.
    That is on record too, and the audit administrator finds it on their first page.
    """
    if rights.user is None or not rights.may(FIND_PERSON):
        raise PermissionDenied(_("只有信访专员能按号码找信访件。"))
    asked = vault.blind_index("search", plain_id_number(number) if plain_phone(number) == "" else plain_phone(number))
    told = {"number": asked[:16]}
    with transaction.atomic():
        User.objects.select_for_update().get(pk=rights.user.pk)  # two questions at once are still two
        if searches_left(rights.user) <= 0:
            record(action="identity.search_limited", actor=rights.user, detail=told)
        else:
            found = list(petitions_of(number, rights).for_list()[:MOST_FOUND])
            record(action="identity.searched", actor=rights.user, detail={**told, "found": len(found)})
            return found
    most = {"count": searches_an_hour()}
    raise RefusedStepError(
        _("一小时最多按号码找 %(count)d 次，已经用完，请过一会儿再找。这次没有查，已记入审计并告诉审计管理员。") % most
    )


def searches_left(user: User) -> int:
    """How often they may still look for a number; an hour is the last sixty minutes, by the audit log."""
    since = clock.now() - timedelta(hours=1)
    done = AuditRecord.objects.filter(action="identity.searched", actor=user, at__gt=since).count()
    return searches_an_hour() - done


def searches_an_hour() -> int:
    """As an administrator set it; never so many that four hidden digits are tried out within days."""
    return min(limits.length(SEARCH), _MOST_SEARCHES)


def see_names(*, sheet: Sheet, rights: Rights) -> list[str]:
    """The names of those who agreed that the handling unit may know them: for the named handler, one look a record."""
    if not may_see_names(sheet, rights):
        raise PermissionDenied(_("信访人要求保密，或者您不是这件事的承办人。"))
    try:
        with transaction.atomic():
            rows = list(PetitionerIdentity.objects.filter(petition__in=sheet.with_names).order_by("petition"))
            numbers = [one.number for one in sheet.with_names]
            record(action="identity.shown_to_unit", actor=rights.user, obj=sheet.issue, detail={"petitions": numbers})
            names = [open_identity(row).name for row in rows]
    except vault.VaultError as error:
        raise PermissionDenied(keyring.trouble_of(error)) from error
    return [name for name in names if name]


def export_for_officer(*, reveal: Reveal, rights: Rights, number: str = "") -> PersonData:
    """What is kept with each petition of this person that the officer may see whole right now, by a reveal of its own.

    The person is the petitioner, or with ``number`` the representative or co-signer who has this phone or identity
    number; of everybody else who brought the matter it tells only how many they are.

    One that was agreed to opens one petition: others of the same phone may be somebody else's.
    """
    refuse_unless_running(reveal, rights)
    if not shows_all(reveal):
        raise RefusedStepError(_("导出一个人的数据，要先申请查看这件信访登记的全部身份内容并得到批准。"))
    mine = Reveal.objects.visible_to(rights).running().filter(asked_by=rights.user).select_related("petition")
    whole = {one.petition_id: one.pk for one in mine if one.pk == reveal.pk or shows_all(one)}
    petitions = list(of_same_person(reveal.petition, rights).filter(pk__in=whole))
    details = {one.pk: {"reveal": whole[one.pk]} for one in petitions}
    return _export(reveal.petition, petitions, rights, details, number)


def shows_all(reveal: Reveal) -> bool:
    """Whether it lets see everything that was kept of the person: of most that is a name and a phone."""
    return kept_parts(reveal.petition) <= set(reveal.parts)


def correctable(reveal: Reveal) -> list[str]:
    """The parts that may be put right under this reveal: those it shows, and those of which nothing is kept."""
    kept = kept_parts(reveal.petition)
    return [part for part in PARTS if part in reveal.parts or (part not in kept and part not in LISTS)]


def export_for_petitioner(*, petition: Petition) -> PersonData:
    """Everything kept with the petition whose code and contact somebody has shown to know."""
    return _export(petition, [petition], Rights.system(), {petition.pk: {"by": "petitioner"}})


def _export(
    petition: Petition,
    petitions: list[Petition],
    rights: Rights,
    details: Mapping[int, Mapping[str, object]],
    number: str = "",
) -> PersonData:
    """A record for each petition first, then the seals: where one cannot be written nothing is opened.

    A phone may be a whole dormitory's: of those found by it, only the petitions of ``petition``'s own person go along.
    """
    try:
        with transaction.atomic():
            rows = {row.petition_id: row for row in PetitionerIdentity.objects.filter(petition__in=petitions)}
            gathered = [data_of(one, rights) for one in petitions]
            for one in petitions:
                record(action="identity.exported", actor=rights.user, obj=one, detail=details[one.pk])
            contacts = {pk: open_identity(row) for pk, row in rows.items()}
    except vault.VaultError as error:
        raise RefusedStepError(keyring.trouble_of(error)) from error
    told = _of_others(contacts, number) if number else _of_petitioner(contacts, petition)
    if number and petition.pk not in told:
        raise RefusedStepError(_("代表和联名名单里没有这个号码。"))
    return PersonData.of([one for one in gathered if one[0].pk in {petition.pk, *told}], told)


def _of_petitioner(contacts: Mapping[int, Contact], petition: Petition) -> dict[int, Contact]:
    """What is known of ``petition``'s own person."""
    me = contacts.get(petition.pk, Contact())
    mine = {pk: one for pk, one in contacts.items() if pk == petition.pk or one.is_same_person(me)}
    return {pk: one.alone for pk, one in mine.items()}


def _of_others(contacts: Mapping[int, Contact], number: str) -> dict[int, Contact]:
    """What is known of whoever has ``number`` among representatives and co-signers."""
    found = {pk: one.of_one(number) for pk, one in contacts.items()}
    return {pk: one for pk, one in found.items() if one}


@transaction.atomic
def correct_identity(
    *, petition: Petition, changes: Mapping[str, str], reason: str, rights: Rights, reveal: Reveal | None = None
) -> Contact:
    """Put right the parts in ``changes``; the others stay.

    By an officer only while their reveal runs, and only what it shows or what nobody had left.

    The log says which parts, never what they were or are.
    """
    if not rights.is_system:
        if reveal is None or reveal.petition_id != petition.pk:
            raise PermissionDenied(_("更正身份要先得到查看的批准。"))
        refuse_unless_running(reveal, rights)
    Petition.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=petition.pk)
    row = PetitionerIdentity.objects.filter(petition=petition).first()
    chosen = {part: value for part, value in changes.items() if part in PARTS and value}
    if not chosen:
        raise RefusedStepError(_("没有写要更正的内容。"))
    if reveal is not None and not chosen.keys() <= set(correctable(reveal)):
        raise PermissionDenied(_("只能更正获准查看的内容，和登记时没有留的内容。"))
    try:
        corrected = replace(open_identity(row) if row else Contact(), **chosen)
        keep_identity(petition, corrected)
    except vault.VaultError as error:
        raise RefusedStepError(keyring.trouble_of(error)) from error
    detail = {"parts": sorted(chosen), "reason": "" if petition.is_sealed else reason}
    record(action="identity.corrected", actor=rights.user, obj=petition, detail=detail)
    return corrected
