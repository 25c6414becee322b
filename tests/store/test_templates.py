"""A municipality's templates: kept, replaced and removed, each municipality's its own."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from budget.store import Store, StoreError, Template, open_store

SLIDES = Template("slides", "egen.pptx", b"PK\x03\x04\x00\xff", {"front": "Forside"})
LETTER = Template("document", "brev.dotx", b"PK\x03\x04brev")


def test_a_template_is_kept_for_its_municipality_alone(where: str) -> None:
    store = open_store(where)
    assert store.templates("Herning") == {}
    store.keep_template("Herning", SLIDES)
    store.keep_template("Herning", LETTER)
    store.engine.dispose()
    again = open_store(where)  # another program, another day
    found = again.templates("herning")
    assert {kind: (one.name, one.body, dict(one.layouts)) for kind, one in found.items()} == {
        "slides": ("egen.pptx", SLIDES.body, {"front": "Forside"}), "document": ("brev.dotx", LETTER.body, {}),
    }  # fmt: skip
    assert found["slides"].at.endswith("+00:00") and again.templates("Assens") == {}
    again.engine.dispose()


def test_it_is_replaced_by_the_next_of_its_kind_and_can_be_removed(store: Store) -> None:
    for name in ("Herning", "Assens"):
        store.keep_template(name, SLIDES)
    store.keep_template("HERNING", Template("slides", "ny.potx", b"ny"))
    assert {kind: one.name for kind, one in store.templates("Herning").items()} == {"slides": "ny.potx"}
    store.choose_layouts("Herning", "slides", {"view": "Én spalte"})
    assert store.templates("Herning")["slides"].layouts == {"view": "Én spalte"}
    store.drop_template("Herning", "slides")
    store.choose_layouts("Herning", "slides", {"view": "Én spalte"})  # of one that another has removed
    assert store.templates("Herning") == {}
    assert store.templates("Assens")["slides"].layouts == {"front": "Forside"}


def test_its_hash_is_that_of_its_bytes(store: Store) -> None:
    import hashlib

    store.keep_template("Herning", SLIDES)
    with store.engine.connect() as connection:
        kept = connection.execute(text("SELECT sha256 FROM templates")).scalar_one()
    assert kept == hashlib.sha256(SLIDES.body).hexdigest()


def test_a_name_that_cannot_be_kept_is_refused_and_the_earlier_one_stands(store: Store) -> None:
    store.keep_template("Herning", SLIDES)
    with pytest.raises(StoreError, match="unkept"):
        store.keep_template("Herning", Template("slides", "x\x00.pptx", b"x"))
    assert store.templates("Herning")["slides"].body == SLIDES.body
