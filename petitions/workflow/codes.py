"""Another tracking code in place of the one that somebody else has seen."""

from django.db import transaction

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.org.scoping import Rights
from petitions import drafts, keyring, vault
from petitions.models import Petition


@transaction.atomic
def renew_code(*, petition: Petition) -> str:
    """A new code, which is kept nowhere but as its digest; the old one opens nothing from now on."""
    keyring.confirm()
    code = vault.new_code()
    digest = vault.code_hash(code)  # slow on purpose, so before the lock
    locked = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=petition.pk)
    locked.code_hash, locked.code_renewed_at = digest, clock.now()
    locked.save(update_fields=["code_hash", "code_renewed_at"])
    drafts.forget_code(locked.form_token)
    record(action="petition.code_renewed", obj=locked)
    return code
