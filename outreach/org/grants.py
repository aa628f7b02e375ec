"""What each role may do, said by the room that owns the permission when it starts (``AppConfig.ready``)."""

from collections import defaultdict

from outreach.org.models import Role


class Grants:
    """Permission → roles. A permission is a plain string such as ``ledger.assign``."""

    def __init__(self) -> None:
        self._permissions: dict[str, set[str]] = defaultdict(set)

    def allow(self, permission: str, *roles: Role) -> None:
        """These roles hold ``permission`` in the unit they are posted to and everything under it."""
        for role in roles:
            self._permissions[role.value].add(permission)

    def of(self, role: str) -> frozenset[str]:
        return frozenset(self._permissions.get(role, ()))

    def roles_with(self, permission: str) -> list[str]:
        """The roles that hold ``permission``."""
        return [role for role, held in self._permissions.items() if permission in held]


grants = Grants()
