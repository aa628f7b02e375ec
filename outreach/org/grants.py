"""What each role may do, said by the room that owns the permission when it starts (``AppConfig.ready``)."""

from collections import defaultdict

from outreach.org.roles import Role

#: Comes into the administration; whoever may do anything there holds it.
ENTER = "administration.enter"


class Grants:
    """Permission → roles. A permission is a plain string such as ``ledger.assign``."""

    def __init__(self) -> None:
        self._permissions: dict[str, set[str]] = defaultdict(set)

    def allow(self, permission: str, *roles: Role) -> None:
        """These roles hold ``permission`` in the unit they are posted to and everything under it."""
        for role in roles:
            self._permissions[role.value].add(permission)

    def administer(self, acts: str, *models: str, by: Role) -> None:
        """In the administration this role works on rows of ``models`` (``app.model``, in small letters).

        ``acts`` are of view, add, change and delete.
        """
        self.allow(ENTER, by)
        for app, model in (name.split(".") for name in models):
            for act in acts.split():
                self.allow(f"{app}.{act}_{model}", by)

    def of(self, role: str) -> frozenset[str]:
        return frozenset(self._permissions.get(role, ()))

    def roles_with(self, permission: str) -> list[str]:
        """The roles that hold ``permission``."""
        return [role for role, held in self._permissions.items() if permission in held]


grants = Grants()
