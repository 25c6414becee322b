"""The store itself. Every call is one transaction that is whole or nothing, and safe to send again."""

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import IntegrityError

from budget.case import Case
from budget.store.access import now
from budget.store.problems import Conflict, Refused, StoreError, refuse_unkept
from budget.store.records import Adopted, Draft, New, Saved, Stamp, Version, broken_links, chained, link_of
from budget.store.register import Register
from budget.store.tables import access_log, cases, drafts, events, versions
from budget.store.templates import Templates
from budget.store.who import OWN

STAMP = [versions.c[name] for name in Stamp.__dataclass_fields__]
DRAFT = [drafts.c[name] for name in Draft.__dataclass_fields__]
MARKS = ("proposed", "adopted")
FOLDING = ("archived", "reopened")
MOST_VERSIONS = 2**31 - 1  # a greater number does not fit its column
BETWEEN = ":"  # the browser's name and the window's, in the holder of a draft
MOST_DRAFTS = 20
KEPT_DRAFTS = datetime.timedelta(days=180)


class Store(Templates, Register):
    """Versions, events, drafts and templates in one database, as the one who asks may see and change them."""

    # ------------------------------------------------------------------------------------------------ versions
    def save(self, case_id: str, opened: int, new: New, request_id: str) -> Version:
        """A new version on top of the one that was opened (0: of none yet).

        The same request again gives the version it made. Conflict, and nothing saved, when another version has come
        since.
        """
        columns = new.columns()
        refuse_unkept(columns)  # before the hash is made of them
        if not self.who.everything:
            columns["author"] = self.who.name  # the provider's, whatever was typed
        for _ in range(2):
            try:
                return self._save(case_id, opened, columns, self._own(request_id))
            except IntegrityError as error:  # PostgreSQL: another writer was first; now it has committed, and is seen
                refused = error
        if opened:
            raise refused
        raise StoreError("taken", case=case_id)  # by a case of a municipality that is not seen from here

    def _save(self, case_id: str, opened: int, columns: dict[str, Any], request_id: str) -> Version:
        with self._writing() as connection:
            whose = self._allow_saving(connection, case_id, opened, columns)
            done = connection.execute(select(versions).where(versions.c.request_id == request_id)).one_or_none()
            if done is not None:
                return _version(done)
            before = _find(connection, case_id, opened) if opened else None
            if not _moved(connection, case_id, opened, whose):
                newest = _find(connection, case_id, _head(connection, case_id) or 0)
                raise Conflict(before, newest) if newest else StoreError("no_version", case=case_id, number=opened)
            row = {**columns, "case_id": case_id, "number": opened + 1, "parent": opened or None, "at": now()}
            row |= {"request_id": request_id, "prev_sha256": before.sha256 if before else ""}
            row["sha256"] = chained(row)
            connection.execute(insert(versions).values(row))
            self._note(connection, "saved", whose, case_id, opened + 1)
            return Version(**row)

    def _allow_saving(self, connection: Connection, case_id: str, opened: int, columns: dict[str, Any]) -> str:
        """The municipality that the version will be of."""
        if self.who.everything:
            return OWN
        whose = self._whose(connection, case_id)
        if whose is None and not opened:
            whose = self._allow_anywhere("saved", columns["municipality"])
        elif not opened and whose not in self.who.municipalities:
            raise Refused("taken", "saved", self._home(), case_id)
        else:
            whose = self._allow(connection, "saved", case_id, opened)
        self._allow_status(columns["status"], whose, case_id, opened + 1)
        return whose

    def _allow_status(self, status: str, whose: str, case_id: str, number: int) -> None:
        """A version is adopted by an approver's mark, never by its own words."""
        if status == "adopted":
            raise Refused("adopted_by_itself", "adopted", whose, case_id, number)
        if status == "completed" and not self.who.may("adopted", whose):
            raise Refused("needs_approver", "adopted", whose, case_id, number)

    def _own(self, request_id: str) -> str:
        """A request as its user's own: no one is given what another's made."""
        return f"{self.who.subject}:{request_id}" if self.who.subject else request_id

    def version(self, case_id: str, number: int | None = None) -> Version:
        """One version, the newest without a number; StoreError when there is none."""
        with self._reading() as connection:
            whose = self._allow(connection, "opened", case_id, number or 0)
            wanted = number if number is not None else _head(connection, case_id)
            found = _find(connection, case_id, wanted) if wanted is not None else None
        if found is None:
            raise StoreError("no_version", case=case_id, number=number if number is not None else "")
        self._note_opened(whose, case_id, found.number)
        return found

    def case_of(self, version: Version) -> Case:
        """The case of a version, with the status that this version was marked with last."""
        of_it = (events.c.case_id == version.case_id) & (events.c.number == version.number) & events.c.kind.in_(MARKS)
        with self._reading() as connection:
            self._allow(connection, "opened", version.case_id, version.number)
            mark = connection.execute(select(events.c.kind).where(of_it).order_by(events.c.id.desc())).scalars().first()
        return version.marked(mark)

    def adopted(self, case_id: str) -> Adopted | None:
        """The version that was adopted last, when and by whom; None where none was."""
        of_case = (events.c.case_id == case_id) & (events.c.kind == "adopted")
        wanted = select(events).where(of_case).order_by(events.c.id.desc()).limit(1)
        with self._reading() as connection:
            self._allow(connection, "opened", case_id)
            mark = connection.execute(wanted).one_or_none()
            found = _find(connection, case_id, mark.number) if mark is not None else None
        return None if mark is None or found is None else Adopted(found, mark.at, mark.author)

    def versions(self, case_id: str) -> list[Stamp]:
        """The stamps of all versions of a case, the newest first."""
        wanted = select(*STAMP).where(versions.c.case_id == case_id).order_by(versions.c.number.desc())
        with self._reading() as connection:
            self._allow(connection, "opened", case_id)
            return [_stamp(row) for row in connection.execute(wanted)]

    def broken(self, case_id: str) -> list[int]:
        """The versions whose hash no longer tells what they hold, or which do not follow the one before."""
        wanted = select(versions).where(versions.c.case_id == case_id)
        with self._reading() as connection:
            self._allow(connection, "opened", case_id)
            return broken_links(link_of(dict(row._mapping)) for row in connection.execute(wanted))

    # --------------------------------------------------------------------------------------------------- cases
    def list_cases(self) -> list[Saved]:
        """Every case with its newest version and where it stands, the latest saved first. One query."""
        with self._reading() as connection:
            self._allow_anywhere("opened")
            return [_saved(row) for row in connection.execute(self._seen(_listing()))]

    def heads(self) -> list[tuple[Version, str | None]]:
        """The newest version of every case that is not archived, and what it was marked with last. One query."""
        mark, folding, of_case = events.alias("mark"), events.alias("folding"), events.c.case_id == versions.c.case_id
        joined = (
            versions.join(cases, (cases.c.id == versions.c.case_id) & (cases.c.head == versions.c.number))
            .outerjoin(mark, mark.c.id == _last(versions, MARKS, of_case & (events.c.number == versions.c.number)))
            .outerjoin(folding, folding.c.id == _last(versions, FOLDING, of_case))
        )
        wanted = select(*versions.c, mark.c.kind).select_from(joined).order_by(versions.c.case_id)
        with self._reading() as connection:
            self._allow_anywhere("opened")
            rows = connection.execute(self._seen(wanted.where(folding.c.kind.is_distinct_from("archived"))))
            found = [dict(row._mapping) for row in rows]
        for municipality in self.who.municipalities:
            self._note_opened(municipality, "", 0)  # all that there is
        return [(Version(**{name: row[name] for name in Version.__dataclass_fields__}), row["kind"]) for row in found]

    def _seen(self, wanted: Select[Any]) -> Select[Any]:
        """Narrowed to the municipalities of the one who asks."""
        return wanted if self.who.everything else wanted.where(cases.c.municipality.in_(self.who.municipalities))

    def mark(self, case_id: str, number: int, kind: str, author: str, request_id: str) -> None:
        """Notes that a version was `proposed` or `adopted`, or its case `archived` or `reopened`."""
        if kind not in (*MARKS, *FOLDING):
            raise ValueError(kind)
        row = {"case_id": case_id, "number": number, "kind": kind, "subject": self.who.subject}
        row |= {"author": author if self.who.everything else self.who.name, "request_id": self._own(request_id)}
        refuse_unkept(row)
        with self._writing() as connection:
            whose = self._allow(connection, kind, case_id, number)
            # One mark of a case after the other: each is a link to the one before.
            connection.execute(select(cases.c.head).where(cases.c.id == case_id).with_for_update())
            if connection.execute(select(events.c.id).where(events.c.request_id == row["request_id"])).first():
                return
            version = _find(connection, case_id, number)
            if version is None:
                raise StoreError("no_version", case=case_id, number=number)
            if kind == "adopted" and self._is_own(connection, version):
                raise Refused("own_version", kind, whose, case_id, number)
            last = select(events.c.sha256).where(events.c.case_id == case_id).order_by(events.c.id.desc()).limit(1)
            row = {**row, "at": now(), "prev_sha256": connection.execute(last).scalar() or ""}
            connection.execute(insert(events).values(**row, sha256=chained(row)))
            self._note(connection, kind, whose, case_id, number)

    def _is_own(self, connection: Connection, version: Version) -> bool:
        """Whether the one who asks has saved it; one that was saved without login is told by its name alone."""
        if self.who.everything:
            return False
        of_it = (access_log.c.case_id == version.case_id) & (access_log.c.number == version.number)
        saved = of_it & (access_log.c.did == "saved") & ~access_log.c.refused
        by = connection.execute(select(access_log.c.subject).where(saved)).scalar()
        return version.author == self.who.name if by is None else by == self.who.subject

    def exported(self, taken: Mapping[str, int | None]) -> None:
        """Notes that cases are taken away: a version of this store each, or what lies in no store (no number)."""
        if self.who.everything:
            return
        with self._writing() as connection:
            for case_id, number in taken.items():
                if number is None:
                    whose = self._allow_anywhere("exported")
                else:
                    whose = self._allow(connection, "exported", case_id, number)
                self._note(connection, "exported", whose, case_id, number or 0)

    # -------------------------------------------------------------------------------------------------- drafts
    # A program that is older than the store still keeps drafts: a later form only adds to their columns.
    def keep_draft(self, draft: Draft) -> bool:
        """Writes a draft that this window holds, or begins it; False when another window has taken it over."""
        row = {name: getattr(draft, name) for name in Draft.__dataclass_fields__} | {"subject": self.who.subject}
        with self._writing(of_form=False) as connection:
            self._allow_anywhere("opened_draft")
            mine = (drafts.c.id == draft.id) & (drafts.c.holder == draft.holder) & self._of_user()
            if connection.execute(update(drafts).where(mine).values(row)).rowcount:
                return True
            if connection.execute(select(drafts.c.id).where(drafts.c.id == draft.id)).first():
                return False
            connection.execute(insert(drafts).values(row))
            old = datetime.datetime.now(datetime.UTC) - KEPT_DRAFTS
            connection.execute(delete_from(drafts).where(drafts.c.at < old.isoformat()))
            return True

    def take_draft(self, id: str, holder: str) -> Draft | None:
        """The draft, from now on held by this window; None when there is none, or it is another user's."""
        mine = (drafts.c.id == id) & self._of_user()
        with self._writing(of_form=False) as connection:
            whose = self._allow_anywhere("opened_draft")
            connection.execute(update(drafts).where(mine).values(holder=holder))
            row = connection.execute(select(*DRAFT).where(mine)).one_or_none()
            refused = row is None
            base = 0 if row is None else row.base or 0
            self._note(connection, "opened_draft", whose, "" if row is None else row.case_id, base, refused=refused)
        return Draft(**row._mapping) if row is not None else None

    def drafts_of(self, owner: str) -> list[Draft]:
        """The drafts of the user who asks, the latest first; without login, those that windows of one browser hold."""
        held = drafts.c.holder.startswith(f"{owner}{BETWEEN}", autoescape=True)
        mine = self._of_user() if self.who.subject else self._of_user() & held
        wanted = select(*DRAFT).where(mine).order_by(drafts.c.at.desc()).limit(MOST_DRAFTS)
        with self._reading() as connection:
            self._allow_anywhere("opened_draft")
            return [Draft(**row._mapping) for row in connection.execute(wanted)]

    def drop_draft(self, id: str, holder: str) -> None:
        """Throws a draft away, unless another window holds it."""
        with self._writing(of_form=False) as connection:
            self._allow_anywhere("opened_draft")
            mine = (drafts.c.id == id) & (drafts.c.holder == holder) & self._of_user()
            connection.execute(delete_from(drafts).where(mine))

    def _of_user(self) -> ColumnElement[bool]:
        return drafts.c.subject == self.who.subject


def _moved(connection: Connection, case_id: str, opened: int, whose: str) -> bool:
    """Moves the head from the version that was opened to the next; False when it stands elsewhere."""
    if opened:
        at_opened = (cases.c.id == case_id) & (cases.c.head == opened)
        return bool(connection.execute(update(cases).where(at_opened).values(head=opened + 1)).rowcount)
    if _head(connection, case_id) is not None:
        return False
    connection.execute(insert(cases).values(id=case_id, head=1, municipality=whose))
    return True


def _head(connection: Connection, case_id: str) -> int | None:
    return connection.execute(select(cases.c.head).where(cases.c.id == case_id)).scalar_one_or_none()


def _find(connection: Connection, case_id: str, number: int) -> Version | None:
    if number > MOST_VERSIONS:
        return None
    wanted = select(versions).where(versions.c.case_id == case_id, versions.c.number == number)
    row = connection.execute(wanted).one_or_none()
    return _version(row) if row is not None else None


def _listing() -> Select[Any]:
    of_case = events.c.case_id == cases.c.id
    mark, folding = events.alias("mark"), events.alias("folding")
    joined = (
        cases.join(versions, (versions.c.case_id == cases.c.id) & (versions.c.number == cases.c.head))
        .outerjoin(mark, mark.c.id == _last(cases, MARKS, of_case))
        .outerjoin(folding, folding.c.id == _last(cases, FOLDING, of_case))
    )
    columns = [*STAMP, mark.c.kind.label("mark"), mark.c.number.label("marked"), folding.c.kind.label("folded")]
    return select(*columns).select_from(joined).order_by(versions.c.at.desc(), versions.c.case_id)


def _last(beside: Table, kinds: tuple[str, ...], which: ColumnElement[bool]) -> Any:
    """The id of the last of these events that are of what stands in a row of the table beside."""
    return select(func.max(events.c.id)).where(which, events.c.kind.in_(kinds)).correlate(beside).scalar_subquery()


def _saved(row: Row[Any]) -> Saved:
    found = row._mapping
    return Saved(_stamp(row), found["mark"], found["marked"], found["folded"] == "archived")


def _stamp(row: Row[Any]) -> Stamp:
    return Stamp(**{name: row._mapping[name] for name in Stamp.__dataclass_fields__})


def _version(row: Row[Any]) -> Version:
    return Version(**row._mapping)
