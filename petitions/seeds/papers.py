"""Papers that the demo's petition office writes, issued as the portal proposes them; a PDF follows by the worker."""

from outreach.common.once import new_token
from outreach.documents.kinds import kinds
from outreach.documents.workflow import draft_document, issue
from outreach.org.scoping import Rights
from petitions.models import Petition


def write_to(petition: Petition, kind: str, rights: Rights) -> None:
    """A document of this kind, such as ``acceptance``, as the portal proposes it."""
    of_kind = kinds.get(f"petition.{kind}")
    if of_kind is not None:
        said = of_kind.fill(petition)
        draft = draft_document(kind=of_kind, about=petition, values=said, token=new_token(), rights=rights)
        issue(document=draft, rights=rights)
