"""Who may do what: every public method of the store, by every role, in one's own municipality and in another's."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event

from budget.case import Case, problem_text
from budget.store import MACHINE, ROLES, Conflict, Member, New, Refused, Store, StoreError, Template, Who, open_store
from budget.text import Words
from tests.store.conftest import new, written_once
from tests.store.test_store import draft

HERE, THERE = "herning", "ikast-brande"
CASE = {HERE: "here", THERE: "there"}
ADMIN = {place: Who(f"admin-{place}", "Ada", {place: "admin"}) for place in CASE}


@pytest.fixture
def filled(store: Store, herning: Case) -> Store:
    return fill(store, herning, CASE.values())


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def shared(request: Any, tmp_path_factory: Any, herning: Case) -> Iterator[Store]:
    """A store for the whole table: every role has cases of its own in it."""
    if request.param == "sqlite":
        where = f"sqlite:///{tmp_path_factory.mktemp('roles') / 'cases.db'}"
    else:
        where = request.getfixturevalue("server").database()
    store = open_store(where)
    yield fill(store, herning, [case_of(place, role) for place in CASE for role in ("", *ROLES)])
    store.engine.dispose()


def case_of(place: str, role: str) -> str:
    return f"{CASE[place]}-{role or 'none'}"


def place_of(id: str) -> str:
    return next(place for place, case in CASE.items() if id.startswith(case))


def fill(store: Store, herning: Case, ids: Iterable[str]) -> Store:
    """Two municipalities, each with cases of two versions, the last one proposed, an administrator and a draft."""
    idea = written_once(new(herning.model_copy(update={"status": "idea"})))
    for place, admin in ADMIN.items():
        store.set_member(Member(admin.subject, place, "Ada", "admin"))
        store.asked_by(admin).keep_draft(draft(id=f"of-{place}"))
    for id in ids:
        one = store.asked_by(ADMIN[place_of(id)])
        one.save(id, 0, idea, f"{id}-a")
        one.save(id, 1, idea, f"{id}-b")
        one.mark(id, 2, "proposed", "", f"{id}-c")
    return store


def user(role: str, place: str = HERE) -> Who:
    return Who(f"user-{role}", "Uwe", {place: role} if role else {})


@dataclass(frozen=True)
class Row:
    """What is asked, the least role for it in the municipality of the case, and what it gives for a case that is
    another's: `refused`, or what one sees of one's own alone."""

    ask: Callable[[Store, str, Any], Any]
    least: str
    other: str = "refused"


def of_version(store: Store, id: str, idea: New) -> Any:
    return store.case_of(store.asked_by(MACHINE).version(id, 1))


TABLE: dict[str, list[Row]] = {
    "save": [
        Row(lambda store, id, idea: store.save(id, 2, idea, id), "editor"),
        Row(lambda store, id, idea: store.save(f"{id}-new", 0, idea, f"{id}-new"), "editor", "own"),
    ],
    "mark": [
        Row(lambda store, id, idea: store.mark(id, 2, "proposed", "", f"{id}-proposed"), "editor"),
        Row(lambda store, id, idea: store.mark(id, 2, "archived", "", f"{id}-archived"), "editor"),
        Row(lambda store, id, idea: store.mark(id, 2, "reopened", "", f"{id}-reopened"), "editor"),
        Row(lambda store, id, idea: store.mark(id, 2, "adopted", "", f"{id}-adopted"), "approver"),
    ],
    "version": [Row(lambda store, id, idea: store.version(id), "reader")],
    "versions": [Row(lambda store, id, idea: store.versions(id), "reader")],
    "case_of": [Row(of_version, "reader")],
    "adopted": [Row(lambda store, id, idea: store.adopted(id), "reader")],
    "broken": [Row(lambda store, id, idea: store.broken(id), "reader")],
    "exported": [
        Row(lambda store, id, idea: store.exported({id: 2}), "reader"),
        Row(lambda store, id, idea: store.exported({id: None}), "reader", "own"),
    ],
    "list_cases": [Row(lambda store, id, idea: [s.head.case_id for s in store.list_cases()], "reader", "own")],
    "heads": [Row(lambda store, id, idea: [v.case_id for v, _ in store.heads()], "reader", "own")],
    "keep_draft": [
        Row(lambda store, id, idea: store.keep_draft(draft("[9]", id="mine")), "reader", "own"),
    ],
    "take_draft": [Row(lambda store, id, idea: store.take_draft(f"of-{HERE}", "w2"), "reader", "own")],
    "drafts_of": [Row(lambda store, id, idea: store.drafts_of("w1"), "reader", "own")],
    "drop_draft": [Row(lambda store, id, idea: store.drop_draft(f"of-{HERE}", "w1"), "reader", "own")],
    "members": [Row(lambda store, id, idea: store.members(), "admin", "own")],
    "set_member": [Row(lambda store, id, idea: store.set_member(Member("x", place_of(id), "X", "admin")), "admin")],
    "access_log": [Row(lambda store, id, idea: store.access_log(), "admin", "own")],
    "templates": [
        Row(lambda store, id, idea: store.templates(place_of(id)), "reader", "own")
    ],  # another's is not named
    "keep_template": [
        Row(lambda store, id, idea: store.keep_template(place_of(id), Template("slides", "x", b"x")), "editor", "own")
    ],
    "choose_layouts": [Row(lambda store, id, idea: store.choose_layouts(place_of(id), "slides", {}), "editor", "own")],
    "drop_template": [Row(lambda store, id, idea: store.drop_template(place_of(id), "slides"), "editor", "own")],
    "own_roles": [Row(lambda store, id, idea: store.own_roles(), "", "own")],  # one's own, before one has any
    "snapshot": [Row(lambda store, id, idea: store.snapshot().__enter__(), "no one")],
    "asked_by": [],  # gives the same store, asked by someone else: it asks nothing itself
}
ORDER = ["", *ROLES, "no one"]


def test_every_public_method_has_its_rows() -> None:
    public = {name for name, _ in inspect.getmembers(Store, callable) if not name.startswith("_")}
    assert public == set(TABLE)


CELLS = [
    pytest.param(row, role, place, id=f"{name}{n}-{role or 'no role'}-{'own' if place == HERE else 'other'}")
    for name, rows in TABLE.items()
    for n, row in enumerate(rows)
    for role in ("", *ROLES)
    for place in (HERE, THERE)
]


@pytest.mark.parametrize(("row", "role", "place"), CELLS)
def test_the_table(shared: Store, herning: Case, row: Row, role: str, place: str) -> None:
    idea = new(herning.model_copy(update={"status": "idea"}))
    who, id = user(role), case_of(place, role)
    asked = shared.asked_by(who)
    before = state(shared)
    allowed = ORDER.index(role) >= ORDER.index(row.least) and (place == HERE or row.other == "own")
    if allowed:
        found = row.ask(asked, id, idea)
        shown = "" if row is TABLE["access_log"][0] else str(found)  # which tells what one has asked for oneself
        seen = [name for name in shown.replace("'", " ").split() if name.startswith(f"{CASE[THERE]}-")]
        assert not [name for name in seen if not name.rstrip(",]").endswith("-new")], "what is another's is not shown"
    else:
        with pytest.raises(Refused):
            row.ask(asked, id, idea)
        assert state(shared) == before, "nothing is done"
        last = shared.access_log()[0]
        assert (last.subject, last.refused) == (who.subject, True), "and it is logged"
        assert herning.title not in str(last)


def state(store: Store) -> Any:
    return store.list_cases(), store.members(), [store.versions(saved.head.case_id) for saved in store.list_cases()]


def test_no_one_may_what_the_table_has_no_role_for(filled: Store) -> None:
    for role in ("owner", "ADMIN", "administrator"):
        with pytest.raises(Refused):
            filled.asked_by(user(role)).list_cases()


def test_an_approver_adopts_what_another_has_saved_and_never_their_own(filled: Store, herning: Case) -> None:
    idea = new(herning.model_copy(update={"status": "idea"}), author="Someone else")
    approver = filled.asked_by(Who("uwe", "Uwe", {HERE: "approver"}))
    assert approver.save("here", 2, idea, "r").author == "Uwe", "the provider's name, whatever was typed"
    with pytest.raises(Refused) as refused:
        approver.mark("here", 3, "adopted", "", "m")
    assert problem_text(refused.value.problems[0], Words("da")).startswith("Du har selv gemt version 3.")
    namesake = filled.asked_by(Who("another", "Uwe", {HERE: "approver"}))
    namesake.mark("here", 3, "adopted", "", "m")
    found = filled.adopted("here")
    assert found is not None and (found.version.number, found.author) == (3, "Uwe")


def test_one_s_own_version_of_before_the_login_is_known_by_the_name(filled: Store, herning: Case) -> None:
    filled.save("old", 0, new(herning.model_copy(update={"status": "idea"}), author="Uwe"), "r")
    with pytest.raises(Refused):
        filled.asked_by(Who("uwe", "Uwe", {"own": "admin"})).mark("old", 1, "adopted", "", "m")
    filled.asked_by(Who("bo", "Bo", {"own": "approver"})).mark("old", 1, "adopted", "", "m")


@pytest.mark.parametrize(("status", "role", "code"), [
    ("adopted", "editor", "store_adopted_by_itself"),
    ("adopted", "admin", "store_adopted_by_itself"),
    ("completed", "editor", "store_needs_approver"),
    ("completed", "approver", ""),
])  # fmt: skip
def test_a_version_is_not_adopted_by_its_own_words(
    filled: Store, herning: Case, status: str, role: str, code: str
) -> None:
    said = new(herning.model_copy(update={"status": status}))
    asked = filled.asked_by(user(role))
    if code:
        with pytest.raises(Refused) as refused:
            asked.save("here", 2, said, "r")
        assert refused.value.problems[0].code == code
    else:
        assert asked.save("here", 2, said, "r").number == 3


def test_the_name_of_a_case_that_another_municipality_has_is_taken(filled: Store, herning: Case) -> None:
    idea = new(herning.model_copy(update={"status": "idea"}))
    with pytest.raises(StoreError) as refused:
        filled.asked_by(user("editor")).save("there", 0, idea, "r")
    assert not isinstance(refused.value, Conflict), "which would show the other's case"
    said = problem_text(refused.value.problems[0], Words("da"))
    assert said.startswith("En anden kommune har en case, der hedder »there«.")


def test_a_request_is_its_user_s_own(filled: Store, herning: Case) -> None:
    """The name of a request follows from what is saved: two users may send the same one."""
    idea = new(herning.model_copy(update={"status": "idea"}))
    mine = filled.asked_by(user("editor")).save("mine", 0, idea, "same")
    theirs = filled.asked_by(Who("ida", "Ida", {THERE: "editor"})).save("theirs", 0, idea, "same")
    assert (mine.case_id, theirs.case_id) == ("mine", "theirs")
    assert filled.asked_by(user("editor")).save("mine", 0, idea, "same") == mine


def test_with_several_municipalities_a_new_case_is_of_the_one_it_names(filled: Store, herning: Case) -> None:
    both = filled.asked_by(Who("ann", "Ann", {HERE: "reader", THERE: "editor", "lemvig": "editor"}))
    for id, named, whose in (("x", "Lemvig", "lemvig"), ("y", "Nowhere", THERE), ("z", "Herning", THERE)):
        case = herning.model_copy(update={"status": "idea", "municipality": named})
        both.save(id, 0, new(case), id)
        assert id in [s.head.case_id for s in filled.asked_by(user("reader", whose)).list_cases()]
    with pytest.raises(Refused) as refused:
        both.save("here", 2, new(herning), "r")
    assert refused.value.problems[0].code == "store_needs_editor", "the role counts where the case is"


def test_a_draft_is_its_user_s_alone(filled: Store) -> None:
    ada, eve = filled.asked_by(ADMIN[HERE]), filled.asked_by(user("admin"))
    assert eve.take_draft(f"of-{HERE}", "w2") is None
    assert not eve.keep_draft(draft("[9]", id=f"of-{HERE}")), "another gets one of their own"
    eve.drop_draft(f"of-{HERE}", "w1")
    assert eve.drafts_of("w1") == [] and filled.drafts_of("w1") == []
    assert [one.id for one in ada.drafts_of("another browser")] == [f"of-{HERE}"], "wherever they sign in"
    assert filled.access_log()[0].did == "opened_draft" and filled.access_log()[0].refused


def test_the_log_tells_who_did_what_and_nothing_of_the_case(filled: Store, herning: Case) -> None:
    uwe = filled.asked_by(user("approver"))
    for _ in range(3):
        uwe.version("here")  # three runs of a page
    uwe.exported({"here": 2, "herning-2013": None})
    uwe.mark("here", 2, "adopted", "", "m")
    uwe.keep_draft(draft(id="mine"))
    uwe.take_draft("mine", "w1")
    with pytest.raises(Refused):
        uwe.version("there")
    with pytest.raises(Refused):
        uwe.exported({"here": 2, "there": 1})
    log = [line for line in reversed(filled.access_log()) if line.subject == "user-approver"]
    assert [(line.did, line.case_id, line.number, line.refused) for line in log] == [
        ("opened", "here", 2, False),
        ("exported", "here", 2, False),
        ("exported", "herning-2013", 0, False),
        ("adopted", "here", 2, False),
        ("opened_draft", "herning-2013", 1, False),
        ("opened", "there", 0, True),
        ("exported", "there", 1, True),
    ]
    assert herning.title not in str(log)
    assert not [line for line in filled.asked_by(ADMIN[THERE]).access_log() if line.municipality == HERE]


def test_one_s_own_machine_writes_no_log(filled: Store) -> None:
    before = len(filled.access_log())
    asked: list[str] = []
    event.listen(filled.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    filled.version("here")
    filled.exported({"here": 2})
    assert len(filled.access_log()) == before and not [one for one in asked if one.startswith("INSERT")]


def test_members_are_given_and_lose_their_roles(filled: Store) -> None:
    ada = filled.asked_by(ADMIN[HERE])
    ida = Who("ida")
    assert filled.asked_by(ida).own_roles() == {}
    ada.set_member(Member("ida", HERE, "Ida", "reader"))
    ada.set_member(Member("ida", HERE, "Ida", "editor"))
    assert filled.asked_by(ida).own_roles() == {HERE: "editor"}
    assert [(m.subject, m.role) for m in ada.members()] == [("admin-herning", "admin"), ("ida", "editor")]
    ada.set_member(Member("ida", HERE, "Ida", ""))
    assert filled.asked_by(ida).own_roles() == {}
    for wrong in (
        Member("ida", HERE, "Ida", "mayor"),
        Member(" ", HERE, "Ida", "reader"),
        Member("x", "", "", "reader"),
    ):
        with pytest.raises(StoreError):
            ada.set_member(wrong)


def test_a_template_is_of_one_s_own_municipality_whatever_the_case_is_called(filled: Store) -> None:
    theirs, mine = Template("slides", "theirs.pptx", b"theirs"), Template("slides", "mine.pptx", b"mine")
    filled.asked_by(user("editor", THERE)).keep_template(THERE, theirs)
    editor = filled.asked_by(user("editor"))
    editor.keep_template(THERE, mine)  # a case that names another municipality
    assert editor.templates(THERE)["slides"].name == editor.templates(HERE)["slides"].name == "mine.pptx"
    assert filled.asked_by(user("reader", THERE)).templates(THERE)["slides"].name == "theirs.pptx"
    filled.keep_template("Herning Kommune", mine)
    assert filled.asked_by(user("reader", "own")).templates("Herning Kommune"), "a store of one municipality"
