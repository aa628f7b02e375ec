"""A case whose history is empty, as one that was made by hand, is still followed."""

import pytest
from django.test import Client

from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import PetitionEvent
from petitions.tests.test_following_a_matter import look_at
from petitions.tracking import happenings_of

pytestmark = pytest.mark.django_db


def test_a_petition_without_any_event_can_be_followed(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    PetitionEvent.objects.filter(petition=petition).delete()
    assert petition.title in look_at(client, petition)
    [coming] = happenings_of(petition)
    assert coming.is_next
