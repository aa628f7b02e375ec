"""What somebody may do in the administration follows from where they serve as what, and from nothing else."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import models

from outreach.org.scoping import rights_of


class RightsBackend(ModelBackend):
    """Passwords by Django's own way; permissions by postings (三员分立).

    Django knows no units, so its permissions are held by postings at the root alone. Groups and lists of permissions
    on an account give nothing.
    """

    def get_user_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        """Asked once for each time the account was read, which is once a request."""
        return rights_of(user_obj).held_everywhere() if obj is None else set()

    def get_group_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        return set()
