"""Writing and reading a petition in the making."""

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from outreach.accounts.models import User
from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.common.sealing import digests, seal, unseal
from petitions import keyring, vault
from petitions.models import DraftFile, PetitionDraft

#: Long enough for a night's sleep over it, short enough for a shared computer.
KEPT_FOR = timedelta(hours=24)
_TOKEN = re.compile(r"[\w-]{43}")
_MARK = {"use": "petition form", "owner": "page"}


@dataclass
class Draft:
    """An opened draft: the answers so far; once the petition has been handed in, the code and nothing of what was said.

    What is typed into its pages after that is more about the same matter, and never about who brought it.
    """

    row: PetitionDraft
    answers: dict[str, Any]
    code: str = ""
    is_sent: bool = False

    @property
    def is_closed(self) -> bool:
        """Handed in, and nothing typed since."""
        return self.is_sent and self.answers.keys() <= {"kind", "naming"}

    def close(self, kind: str, code: str) -> None:
        """What was typed has become the petition of ``code`` and goes from here, most of all who said it."""
        self.is_sent, self.answers, self.code = True, {"kind": kind, "naming": "anonymous"}, code

    @cached_property
    def files(self) -> list[Attachment]:
        """As they were when the draft was opened; asked for only where there are any."""
        if not getattr(self.row, "has_files", True):
            return []
        return [file.attachment for file in self.row.files.select_related("attachment")]


def new_token() -> str:
    """A token nobody can guess: whoever has it may read the draft."""
    return secrets.token_urlsafe(32)


def token_for(token: str, officer: User | None) -> str:
    """What the token in a page of the desk stands for with this officer; with another one at the desk, for nothing."""
    return digests(f"{token}:{officer and officer.pk}", use="desk form", length=43)[0]


def is_token(value: str) -> bool:
    return bool(_TOKEN.fullmatch(value))


def mark_of(token: str, draft: Draft | None) -> str:
    """What a page of the form carries: its token, sealed, and how often the form was saved when the page was made.

    It shows nobody the token. With a form that was saved since, it opens nothing.
    """
    if draft is None:
        return ""
    return seal(json.dumps([token, draft.row.saved_count]).encode(), **_MARK)


def read_mark(mark: str) -> tuple[str, int]:
    """The token and the number of saves in a mark; an empty token for anything that is no mark of ours."""
    plain = unseal(mark, **_MARK)
    token, saves = json.loads(plain) if plain else ("", 0)
    return str(token), int(saves)


def find_draft(token: str) -> Draft | None:
    """The draft behind ``token``; None when there is none, or it is too old to be opened."""
    has_files = Exists(DraftFile.objects.filter(draft=OuterRef("pk")))
    row = PetitionDraft.objects.annotate(has_files=has_files).filter(token=vault.token_digest(token)).first()
    return _open(row) if row else None


@transaction.atomic
def keep_answers(token: str, answers: Mapping[str, Any], files: Iterable[Attachment] | None = None) -> Draft:
    """Write ``answers`` over those kept before; ``files`` replaces the list of files when it is given."""
    draft = _locked_or_new(token)
    draft.answers.update(answers)
    draft.row.saved_count += 1
    store_draft(draft)
    if files is not None:
        _keep_files(draft.row, list(files))
    return draft


def lock_draft(token: str, begun: Draft | None = None) -> Draft:
    """The draft behind ``token``, locked until the end of the transaction; raises ``PetitionDraft.DoesNotExist``.

    Where nobody saved it since it was opened as ``begun``, the files are those of then and not asked for again.
    """
    draft = _open(PetitionDraft.objects.select_for_update().get(token=vault.token_digest(token)))
    if begun and begun.row.saved_count == draft.row.saved_count:
        draft.files = begun.files
    return draft


def _locked_or_new(token: str) -> Draft:
    try:
        return lock_draft(token)
    except PetitionDraft.DoesNotExist:
        keyring.confirm()
        digest = vault.token_digest(token)
        version, sealed = vault.seal({"answers": {}}, row=f"draft:{digest}")
        # Two first requests of one form at once: both find the row that one of them made.
        PetitionDraft.objects.get_or_create(token=digest, defaults={"key_version": version, "sealed": sealed})
        return lock_draft(token)


def store_draft(draft: Draft) -> None:
    """Seal the draft as it now is."""
    _seal(draft)
    draft.row.save()


def close_untouched(draft: Draft, kind: str, code: str) -> bool:
    """Close and store a draft that was opened without a lock, in the one statement that locks it as well.

    False, with nothing changed, where it has been touched since: every time it is stored it is sealed anew.
    """
    opened = bytes(draft.row.sealed)
    closed = replace(draft, row=copy(draft.row))
    closed.close(kind, code)
    _seal(closed)
    kept = {"key_version": closed.row.key_version, "sealed": closed.row.sealed, "touched_at": closed.row.touched_at}
    return PetitionDraft.objects.filter(pk=draft.row.pk, sealed=opened).update(**kept) == 1


def _seal(draft: Draft) -> None:
    keyring.confirm()
    content = {"answers": draft.answers, "code": draft.code, "is_sent": draft.is_sent}
    draft.row.key_version, draft.row.sealed = vault.seal(content, row=keyring.draft_name(draft.row))
    draft.row.touched_at = clock.now()


@transaction.atomic
def forget_code(form_token: str) -> None:
    """The petitioner has the code, or another one: from now on only its digest is left; nothing where no form is.

    ``form_token`` is what a petition keeps of the form it came with.
    """
    for row in PetitionDraft.objects.select_for_update().filter(token=form_token):
        draft = _open(row)
        draft.code = ""
        store_draft(draft)


def discard_draft(token: str) -> None:
    """Throw the draft away; its files are swept when nothing else links to them."""
    PetitionDraft.objects.filter(token=vault.token_digest(token)).delete()


def sweep_drafts() -> int:
    """Throw away drafts that nobody touched for a day, a few at a time; how many went."""
    swept = 0
    old = PetitionDraft.objects.filter(touched_at__lt=clock.now() - KEPT_FOR).order_by("touched_at")
    while some := list(old.values_list("pk", flat=True)[:200]):
        swept += PetitionDraft.objects.filter(pk__in=some).delete()[1].get("petitions.PetitionDraft", 0)
    return swept


def _open(row: PetitionDraft) -> Draft:
    try:
        content = vault.unseal(row.sealed, version=row.key_version, row=keyring.draft_name(row))
    except vault.DamagedError:  # an empty form is better than none; a key that is missing may come back
        keyring.confirm()
        content = {}
    return Draft(row, content.get("answers", {}), content.get("code", ""), content.get("is_sent", False))


def _keep_files(row: PetitionDraft, files: list[Attachment]) -> None:
    """Make ``files`` the files of the draft; one that belongs to something else already is left alone."""
    row.files.exclude(attachment__in=files).delete()
    have = set(row.files.values_list("attachment_id", flat=True))
    free = Attachment.objects.unlinked().filter(pk__in=[file.pk for file in files if file.pk not in have])
    DraftFile.objects.bulk_create([DraftFile(draft=row, attachment=attachment) for attachment in free])
