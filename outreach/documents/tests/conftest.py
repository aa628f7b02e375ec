import pytest

from outreach.attachments.testing import media_root
from outreach.common.once import new_token
from outreach.documents.models import Document
from outreach.documents.tests.making import acceptance
from outreach.documents.workflow import draft_document
from outreach.org.testing import Cast
from petitions.factories import accepted
from petitions.models import Petition

__all__ = ["media_root"]


@pytest.fixture
def petition(cast: Cast) -> Petition:
    return accepted(cast)


@pytest.fixture
def draft(cast: Cast, petition: Petition) -> Document:
    """A notice of acceptance, not issued yet."""
    kind = acceptance()
    values = {**kind.fill(petition), "remark": "请保持电话畅通"}
    rights = cast.rights("petition")
    return draft_document(kind=kind, about=petition, values=values, token=new_token(), rights=rights)
