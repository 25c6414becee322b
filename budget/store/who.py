"""Who asks the store, and what each role may do. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OWN = "own"  # the municipality of a store that has one alone
ROLES = ("reader", "editor", "approver", "admin")  # each may what those before it may
# The least role for what is done to a case, and for what only an administrator does.
NEEDED = {
    "opened": "reader",
    "exported": "reader",
    "opened_draft": "reader",
    "saved": "editor",
    "proposed": "editor",
    "archived": "editor",
    "reopened": "editor",
    "adopted": "approver",
    "member": "admin",
    "read_log": "admin",
}


@dataclass(frozen=True)
class Who:
    """A user: the provider's own id, the name to be shown, and the role in each municipality.

    `everything` is the one who sits at the machine that the store lies on, without login.
    """

    subject: str
    name: str = ""
    roles: Mapping[str, str] = field(default_factory=dict, hash=False)
    everything: bool = False

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Those that the user has a role in, in order."""
        return tuple(sorted(name for name, role in self.roles.items() if role in ROLES))

    def may(self, did: str, municipality: str) -> bool:
        """Whether the user's role in the municipality is enough; a role that is not known is none."""
        role = self.roles.get(municipality, "")
        return self.everything or (role in ROLES and ROLES.index(role) >= ROLES.index(NEEDED[did]))

    def where(self, did: str) -> tuple[str, ...]:
        """The municipalities in which the user may do it."""
        return tuple(name for name in self.municipalities if self.may(did, name))

    def may_anywhere(self, did: str) -> bool:
        """Whether it is worth offering; the store knows of each case whether the user may."""
        return self.everything or bool(self.where(did))


MACHINE = Who("", everything=True)
