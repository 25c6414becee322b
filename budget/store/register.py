"""Who has which role where, and the log of who did what: kept by administrators, each for their municipalities."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, delete, insert, select

from budget.store.access import Access
from budget.store.problems import Refused, StoreError
from budget.store.records import Member, Seen
from budget.store.tables import access_log, members
from budget.store.who import ROLES

MOST_LINES = 1_000


class Register(Access):
    """Members and the access log."""

    def own_roles(self) -> dict[str, str]:
        """By municipality, the roles that the table gives the user who asks."""
        wanted = select(members).where(members.c.subject == self.who.subject)
        with self._reading() as connection:
            return {row.municipality: row.role for row in connection.execute(wanted)}

    def members(self) -> list[Member]:
        """Those whom the user administers, by municipality and name."""
        wanted = self._administered(select(members), members.c.municipality, "member")
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(members.c.municipality, members.c.name, members.c.subject))
            return [Member(**row._mapping) for row in rows]

    def set_member(self, member: Member) -> None:
        """Gives someone a role in a municipality in place of the one they had; an empty one takes it away."""
        if member.role and member.role not in ROLES:
            raise StoreError("no_such_role", read=member.role)
        member = replace(member, municipality=member.municipality.strip().casefold())
        if not member.subject.strip() or not member.municipality.strip():
            raise StoreError("member_unnamed")
        with self._writing() as connection:
            if not self.who.may("member", member.municipality):
                raise Refused("needs_admin", "member", member.municipality)
            same = (members.c.subject == member.subject) & (members.c.municipality == member.municipality)
            connection.execute(delete(members).where(same))
            if member.role:
                row = {name: getattr(member, name) for name in Member.__dataclass_fields__}
                connection.execute(insert(members).values(row))
            self._note(connection, "member", member.municipality, "", 0)

    def access_log(self) -> list[Seen]:
        """The latest lines of the log of the municipalities that the user administers, the latest first."""
        wanted = self._administered(select(access_log), access_log.c.municipality, "read_log")
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(access_log.c.id.desc()).limit(MOST_LINES)).mappings()
            return [Seen(**{name: row[name] for name in Seen.__dataclass_fields__}) for row in rows]

    def _administered(self, wanted: Select[Any], municipality: Any, did: str) -> Select[Any]:
        try:
            self._allow_anywhere(did)
        except Refused as refused:
            self._log(did, refused.municipality, refused=True)
            raise
        return wanted if self.who.everything else wanted.where(municipality.in_(self.who.where(did)))
