"""The store itself. Every call is one transaction that is whole or nothing, and safe to send again."""

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import IntegrityError

from budget.case import Case
from budget.store.access import now
from budget.store.problems import Conflict, StoreError, refuse_unkept
from budget.store.records import Adopted, Draft, New, Saved, Stamp, Version, broken_links, chained, link_of
from budget.store.tables import cases, drafts, events, versions
from budget.store.templates import Templates

STAMP = [versions.c[name] for name in Stamp.__dataclass_fields__]
MARKS = ("proposed", "adopted")
FOLDING = ("archived", "reopened")
MOST_VERSIONS = 2**31 - 1  # a greater number does not fit its column
BETWEEN = ":"  # the browser's name and the window's, in the holder of a draft
MOST_DRAFTS = 20
KEPT_DRAFTS = datetime.timedelta(days=180)


class Store(Templates):
    """Versions, events, drafts and templates in one database. Holds no connection between calls: share it among
    users."""

    # ------------------------------------------------------------------------------------------------ versions
    def save(self, case_id: str, opened: int, new: New, request_id: str) -> Version:
        """A new version on top of the one that was opened (0: of none yet).

        The same request again gives the version it made. Conflict, and nothing saved, when another version has come
        since.
        """
        columns = new.columns()
        refuse_unkept(columns)  # before the hash is made of them
        try:
            return self._save(case_id, opened, columns, request_id)
        except IntegrityError:  # PostgreSQL: another writer was first; now it has committed, and is seen
            return self._save(case_id, opened, columns, request_id)

    def _save(self, case_id: str, opened: int, columns: dict[str, Any], request_id: str) -> Version:
        with self._writing() as connection:
            done = connection.execute(select(versions).where(versions.c.request_id == request_id)).one_or_none()
            if done is not None:
                return _version(done)
            before = _find(connection, case_id, opened) if opened else None
            if not _moved(connection, case_id, opened):
                newest = _find(connection, case_id, _head(connection, case_id) or 0)
                raise Conflict(before, newest) if newest else StoreError("no_version", case=case_id, number=opened)
            row = {**columns, "case_id": case_id, "number": opened + 1, "parent": opened or None, "at": now()}
            row |= {"request_id": request_id, "prev_sha256": before.sha256 if before else ""}
            row["sha256"] = chained(row)
            connection.execute(insert(versions).values(row))
            return Version(**row)

    def version(self, case_id: str, number: int | None = None) -> Version:
        """One version, the newest without a number; StoreError when there is none."""
        with self._reading() as connection:
            wanted = number if number is not None else _head(connection, case_id)
            found = _find(connection, case_id, wanted) if wanted is not None else None
        if found is None:
            raise StoreError("no_version", case=case_id, number=number if number is not None else "")
        return found

    def case_of(self, version: Version) -> Case:
        """The case of a version, with the status that this version was marked with last."""
        of_it = (events.c.case_id == version.case_id) & (events.c.number == version.number) & events.c.kind.in_(MARKS)
        with self._reading() as connection:
            mark = connection.execute(select(events.c.kind).where(of_it).order_by(events.c.id.desc())).scalars().first()
        return version.marked(mark)

    def adopted(self, case_id: str) -> Adopted | None:
        """The version that was adopted last, when and by whom; None where none was."""
        of_case = (events.c.case_id == case_id) & (events.c.kind == "adopted")
        wanted = select(events).where(of_case).order_by(events.c.id.desc()).limit(1)
        with self._reading() as connection:
            mark = connection.execute(wanted).one_or_none()
            found = _find(connection, case_id, mark.number) if mark is not None else None
        return None if mark is None or found is None else Adopted(found, mark.at, mark.author)

    def versions(self, case_id: str) -> list[Stamp]:
        """The stamps of all versions of a case, the newest first."""
        wanted = select(*STAMP).where(versions.c.case_id == case_id).order_by(versions.c.number.desc())
        with self._reading() as connection:
            return [_stamp(row) for row in connection.execute(wanted)]

    def broken(self, case_id: str) -> list[int]:
        """The versions whose hash no longer tells what they hold, or which do not follow the one before."""
        wanted = select(versions).where(versions.c.case_id == case_id)
        with self._reading() as connection:
            return broken_links(link_of(dict(row._mapping)) for row in connection.execute(wanted))

    # --------------------------------------------------------------------------------------------------- cases
    def list_cases(self) -> list[Saved]:
        """Every case with its newest version and where it stands, the latest saved first. One query."""
        with self._reading() as connection:
            return [_saved(row) for row in connection.execute(_listing())]

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
            rows = connection.execute(wanted.where(folding.c.kind.is_distinct_from("archived")))
            found = [dict(row._mapping) for row in rows]
        return [(Version(**{name: row[name] for name in Version.__dataclass_fields__}), row["kind"]) for row in found]

    def mark(self, case_id: str, number: int, kind: str, author: str, request_id: str) -> None:
        """Notes that a version was `proposed` or `adopted`, or its case `archived` or `reopened`."""
        if kind not in (*MARKS, *FOLDING):
            raise ValueError(kind)
        with self._writing() as connection:
            if connection.execute(select(events.c.id).where(events.c.request_id == request_id)).first():
                return
            if _find(connection, case_id, number) is None:
                raise StoreError("no_version", case=case_id, number=number)
            row = {"case_id": case_id, "number": number, "kind": kind, "author": author, "at": now()}
            connection.execute(insert(events).values(**row, request_id=request_id))

    # -------------------------------------------------------------------------------------------------- drafts
    def keep_draft(self, draft: Draft) -> bool:
        """Writes a draft that this window holds, or begins it; False when another window has taken it over."""
        row = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
        with self._writing() as connection:
            mine = (drafts.c.id == draft.id) & (drafts.c.holder == draft.holder)
            if connection.execute(update(drafts).where(mine).values(row)).rowcount:
                return True
            if connection.execute(select(drafts.c.id).where(drafts.c.id == draft.id)).first():
                return False
            connection.execute(insert(drafts).values(row))
            old = datetime.datetime.now(datetime.UTC) - KEPT_DRAFTS
            connection.execute(delete_from(drafts).where(drafts.c.at < old.isoformat()))
            return True

    def take_draft(self, id: str, holder: str) -> Draft | None:
        """The draft, from now on held by this window; None when there is none."""
        with self._writing() as connection:
            connection.execute(update(drafts).where(drafts.c.id == id).values(holder=holder))
            row = connection.execute(select(drafts).where(drafts.c.id == id)).one_or_none()
        return Draft(**row._mapping) if row is not None else None

    def drafts_of(self, owner: str) -> list[Draft]:
        """The drafts that windows of one browser hold, the latest first."""
        held = drafts.c.holder.startswith(f"{owner}{BETWEEN}", autoescape=True)
        wanted = select(drafts).where(held).order_by(drafts.c.at.desc()).limit(MOST_DRAFTS)
        with self._reading() as connection:
            return [Draft(**row._mapping) for row in connection.execute(wanted)]

    def drop_draft(self, id: str, holder: str) -> None:
        """Throws a draft away, unless another window holds it."""
        with self._writing() as connection:
            connection.execute(delete_from(drafts).where(drafts.c.id == id, drafts.c.holder == holder))


def _moved(connection: Connection, case_id: str, opened: int) -> bool:
    """Moves the head from the version that was opened to the next; False when it stands elsewhere."""
    if opened:
        at_opened = (cases.c.id == case_id) & (cases.c.head == opened)
        return bool(connection.execute(update(cases).where(at_opened).values(head=opened + 1)).rowcount)
    if _head(connection, case_id) is not None:
        return False
    connection.execute(insert(cases).values(id=case_id, head=1))
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
