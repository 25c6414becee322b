"""The municipalities' own templates of slides and documents: one of each kind, replaced and removed at will."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, delete, insert, select, update

from budget.store.access import Access, now
from budget.store.tables import templates
from budget.store.who import OWN


@dataclass(frozen=True)
class Template:
    """A template as it was sent, and the layouts chosen of it by what they are used for."""

    kind: str  # "slides" or "document"
    name: str
    body: bytes
    layouts: Mapping[str, str] = field(default_factory=dict)
    at: str = ""  # when it was kept, in UTC


class Templates(Access):
    """What the store keeps of templates. A municipality is the same however its name is capitalised."""

    def templates(self, municipality: str) -> dict[str, Template]:
        """The municipality's templates by kind."""
        with self._reading() as connection:
            whose = self._named("opened", municipality)
            rows = connection.execute(select(templates).where(_of(whose))).all()
        return {row.kind: Template(row.kind, row.name, row.body, json.loads(row.layouts), row.at) for row in rows}

    def keep_template(self, municipality: str, template: Template) -> None:
        """Keeps a template in place of an earlier one of its kind."""
        row = {"kind": template.kind, "name": template.name, "body": template.body, "at": now()}
        row |= {"layouts": _written(template.layouts), "sha256": hashlib.sha256(template.body).hexdigest()}
        with self._writing() as connection:
            whose = self._named("saved", municipality)
            connection.execute(delete(templates).where(_of(whose, template.kind)))
            connection.execute(insert(templates).values(row | {"municipality": whose.casefold()}))

    def choose_layouts(self, municipality: str, kind: str, layouts: Mapping[str, str]) -> None:
        """Remembers which layouts of the template are used for what."""
        with self._writing() as connection:
            chosen = (
                update(templates).where(_of(self._named("saved", municipality), kind)).values(layouts=_written(layouts))
            )
            connection.execute(chosen)

    def drop_template(self, municipality: str, kind: str) -> None:
        """Removes the municipality's template of a kind."""
        with self._writing() as connection:
            connection.execute(delete(templates).where(_of(self._named("saved", municipality), kind)))

    def _named(self, did: str, municipality: str) -> str:
        """The municipality of the one who asks, whatever the case is called; where the store has one alone, any name
        is that one's."""
        whose = self._allow_anywhere(did, municipality)
        return municipality if whose == OWN else whose


def _of(municipality: str, kind: str | None = None) -> ColumnElement[bool]:
    of = templates.c.municipality == municipality.casefold()
    return of if kind is None else of & (templates.c.kind == kind)


def _written(layouts: Mapping[str, str]) -> str:
    return json.dumps(dict(layouts), ensure_ascii=False, sort_keys=True)
