"""Who sits at the desk."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client


@pytest.fixture
def desk(db: None) -> Client:
    """A browser in which an administrator is logged in."""
    client = Client()
    client.force_login(User.objects.create(username="ume", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def reader(db: None) -> Client:
    """A browser in which somebody is logged in who may look at everything and change nothing."""
    user = User.objects.create(username="sasa", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    return client
