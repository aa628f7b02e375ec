"""The doors for what a device sends by itself: who is signed in, photos ahead, entries.

A script reads the answers, so all of them are JSON: 201 new, 200 already here, 401 signed out, 409 other content under
the same mark, 413 too large, 422 to be changed, 423 somebody else's entry, 429 later.
"""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fieldvisits import sending
from fieldvisits.forms import MOST_FINDINGS, VisitForm, where
from fieldvisits.models import Visit
from fieldvisits.permissions import RECORD
from fieldvisits.queries import recent_units
from fieldvisits.views.reading import rights_of
from outreach.accounts.models import User
from outreach.attachments.pipeline import MAX_BYTES
from outreach.attachments.refusals import RefusedUpload
from outreach.common.access import PermittedScript, access
from outreach.common.once import SentBeforeError, fingerprint
from outreach.common.text import clean_text
from outreach.common.transitions import RefusedStepError
from outreach.org.scoping import Rights

FOR_DEVICES = PermittedScript(RECORD, gettext_lazy("您的岗位不能记录走访。"))


def _told(status: int, state: str, words: str = "", **more: Any) -> JsonResponse:
    return JsonResponse({"state": state, "words": words, **more}, status=status)


@access(FOR_DEVICES)
@require_GET
@gzip_page
def kit(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and what the log needs to be filled in without a network: units, leaders, where one goes.

    Units come with their pinyin, as they are searched for; not again where ``?units=`` is the mark of those at hand.
    """
    person, rights = _person(request), rights_of(request)
    form = VisitForm(rights=rights)
    leaders: Any = form.fields["leader"]
    units = _listed(form)
    mark = fingerprint({"units": units})
    kit: dict[str, Any] = {
        "owner": person.pk,
        "name": str(person),
        "csrf": get_token(request),
        "choices": {"leader": [[str(value), str(words)] for value, words in leaders.choices]},
        "units_mark": mark,
        "is_searched": len(units) > 1 + where.MOST_LISTED,
        "recent": [[unit.pk, str(unit)] for unit in recent_units(rights)],
    }
    if request.GET.get("units") != mark:
        kit["choices"]["unit"] = units
    return JsonResponse(kit)


def _listed(form: VisitForm) -> list[list[str]]:
    """As the form would list them, with their pinyin: ["", "choose one", ""] first."""
    field: Any = form.fields["unit"]
    rows = [[str(unit.pk), field.label_from_instance(unit), unit.pinyin] for unit in form.units]
    return [["", str(field.empty_label), ""], *rows]


@access(FOR_DEVICES)
@require_GET
def units(request: HttpRequest) -> JsonResponse:
    """Units this person writes visits for, by name or pinyin, for the field that suggests; at most eight."""
    text = clean_text(request.GET.get("q", ""))[:60].strip()
    form = VisitForm(rights=rights_of(request))
    field: Any = form.fields["unit"]
    found = form.search(text)[: where.MOST_SHOWN] if text else []
    told = [
        {"id": one.pk, "name": one.name, "above": str(one.parent or ""), "label": field.label_from_instance(one)}
        for one in found
    ]
    return JsonResponse({"units": told})


@access(FOR_DEVICES)
@require_GET
def whoami(request: HttpRequest) -> JsonResponse:
    """Who is signed in now, and the token that a form of this person carries; asked before a queue is sent."""
    person = _person(request)
    return JsonResponse({"owner": person.pk, "name": str(person), "csrf": get_token(request)})


@access(FOR_DEVICES)
@require_http_methods(["GET", "POST"])
def photos(request: HttpRequest) -> JsonResponse:
    """Which photos are still missing; or one of them, under the checksum it has on the device."""
    owner = _person(request)
    if request.method == "GET":
        return JsonResponse({"missing": sending.lacking(owner, request.GET.getlist("sha256")[: MOST_FINDINGS * 10])})
    files = request.FILES.getlist("file")
    if len(files) != 1:
        return _told(400, "broken", _("照片没有传完整，会再传一次。"))
    if (files[0].size or 0) > MAX_BYTES:
        return _told(413, "too_large", _("照片超过 20 MB，收不下。请拍小一点，或截一张屏再上传。"))
    try:
        sending.take_photo(
            owner=owner,
            checksum=request.POST.get("sha256", ""),
            upload=files[0],
            taken_at=request.POST.get("taken_at", ""),
        )
    except BadRequest as broken:
        return _told(400, "broken", str(broken))
    except RefusedUpload as refused:
        status, state = (429, "no_room") if isinstance(refused, sending.NoRoomAheadError) else (422, "refused")
        return _told(status, state, str(refused.reason))
    return _told(201, "kept")


@access(FOR_DEVICES)
@require_POST
def entries(request: HttpRequest) -> JsonResponse:
    """One frozen entry; however often it comes, it makes one visit."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > sending.MOST_BYTES:
        return _told(413, "too_large", _("这份记录太大，收不下。请分成几次走访来记。"))
    try:
        said = sending.parse(request.body if request.content_type == "application/json" else b"")
        entry = sending.read_entry(said)
    except BadRequest as broken:
        return _told(400, "broken", str(broken))
    if entry.owner_id != _person(request).pk:
        return _told(423, "somebody_else", _("这份记录是另一个人写的，请他登录后再报；内容都在，没有丢。"))
    answer = _taken(entry, rights_of(request))
    if answer.status_code == 201 and said.get("is_watched"):  # the author waits for it, and is led to the visit
        messages.success(request, _("已记下。"))
    return answer


def _taken(entry: sending.SentEntry, rights: Rights) -> JsonResponse:
    try:
        logged = sending.take_in(entry, rights=rights)
    except SentBeforeError as sent:
        own = Visit.objects.visible_to(rights).filter(pk=sent.record.pk).first()
        words = _("这份记录已经报过一次，内容和现在的不一样；先前那份没有改动。")
        return _told(409, "other_content", words, url=own.get_absolute_url() if own else "")
    except sending.RefusedEntryError as refused:
        state = "lacks_photos" if refused.lacks_photos else "refused"
        return _told(422, state, _("有几处要改，填好的内容都还在"), wrongs=[asdict(one) for one in refused.wrongs])
    except (RefusedStepError, PermissionDenied) as refused:
        return _told(422, "refused", str(getattr(refused, "reason", refused)), wrongs=[])
    status, state = (201, "new") if logged.is_new else (200, "already_here")
    return _told(status, state, logged.visit.outcome_words, url=logged.visit.get_absolute_url())


def _person(request: HttpRequest) -> User:
    person: User = request.user  # type: ignore[assignment]  # the policy lets nobody in who is not signed in
    return person
