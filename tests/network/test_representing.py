"""People who speak for an organization of the Network."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts import inviting
from foundation.decisions import Refused
from foundation.models import OutboxMessage
from network import representing
from network.models import Representative
from tests.accounts.factories import curator, person, sample_country
from tests.network.factories import make_entity, make_representative

pytestmark = pytest.mark.django_db


def token() -> str:
    return (
        re.search(r"/invitation/([\w-]+)/|/([\w-]{43})/", OutboxMessage.objects.latest("pk").text)
        .group(0)
        .split("/")[-2]
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_invited_person_speaks_for_the_organization_once_they_accept(language):
    entity, by = make_entity("IOM"), curator(language=language)
    representing.invite(email="New@Example.org", entity=entity, by=by)
    mail = OutboxMessage.objects.get()
    assert ("IOM" in mail.subject) and mail.to == "new@example.org"
    assert not Representative.objects.filter(user__isnull=False).exists()
    user = inviting.accept(token=token(), name="Nour", password="a-long-enough-phrase", language=language)
    assert list(representing.entities_of(user)) == [entity]
    assert representing.people_of(entity) == [user]


def test_only_curators_invite():
    with pytest.raises(Refused):
        representing.invite(email="new@example.org", entity=make_entity("IOM"), by=person())
    assert not Representative.objects.exists()


def test_it_ends_with_its_last_day():
    one = make_representative("IOM")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Representative.objects.update(starts_on=yesterday, ends_on=yesterday)
    assert not representing.can_speak_for(one.user, one.entity)
    assert representing.people_of(one.entity) == []


def test_a_member_of_a_country_team_speaks_for_it_in_that_country_only():
    here, there = sample_country("XAA"), sample_country("XBB")
    one = make_representative("IOM", country=here)
    assert representing.can_speak_for(one.user, one.entity, here)
    assert not representing.can_speak_for(one.user, one.entity, there)
    assert representing.can_speak_for(make_representative("ILO").user, make_entity("ILO"), there)
    assert not representing.can_speak_for(one.user, make_entity("ILO"), here)
    assert representing.people_of(one.entity, there) == []


def test_the_administration_invites_and_never_deletes(client):
    by = curator()
    client.force_login(by)
    entity = make_entity("IOM")
    response = client.post(
        "/en/admin/network/representative/add/",
        {"entity": entity.pk, "email": "new@example.org", "post": "Officer", "starts_on": "2026-01-01"},
    )
    assert response.status_code == 302, response.content.decode()[:3000]
    made = Representative.objects.get()
    assert (made.invited_by, made.user, str(made.starts_on)) == (by, None, "2026-01-01")
    assert OutboxMessage.objects.get().to == "new@example.org"
    assert client.get(f"/en/admin/network/representative/{made.pk}/delete/").status_code == 403
