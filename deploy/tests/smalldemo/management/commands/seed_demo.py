"""A demo of one person, which can be cut short."""

import os

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    """Make one person, or half of the work."""

    def handle(self, **options: object) -> None:
        people = get_user_model()._default_manager
        people.create(username="first")
        if os.environ.get("CUT_SHORT"):
            raise CommandError("cut short")
        people.create(username="second")
