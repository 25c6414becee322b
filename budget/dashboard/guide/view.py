"""The guide's steps as they are shown: one at a time, with the way there and back."""

from collections.abc import Iterator, Mapping

from budget.case import offers
from budget.dashboard.changes.state import field_id
from budget.dashboard.dialogue import questions as guide
from budget.dashboard.dialogue.fourth import EXTRA, FOUR
from budget.dashboard.dialogue.questions import STEPS, Lack, Question
from budget.dashboard.dialogue.state import HEADING, Guide, cells_of
from budget.dashboard.guide.fields import key_label, lack_text, question_field
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.entry_field import confirm_button, source_title
from budget.shown.labels import value_text
from budget.shown.library_words import origin_text, status_text
from budget.text import Words

STRUCTURE = ("text", "whole", "choice")


def header(words: Words) -> Html:
    return tag("header", tag("h1", words("page.guide")), tag("p", words("guide.lead"), class_="sub"))


def progress(now: Guide, lacks: list[Lack], words: Words) -> Html:
    """The steps in order, the present one marked; each can be gone to at any time."""
    wanting = {lack.question.step for lack in lacks}
    items = []
    for number, step in enumerate(STEPS, start=1):
        left = step in now.left and step != now.step
        done = left and step not in wanting
        said = words(f"guide.step.{'done' if done else 'wanting'}") if left else ""
        pressed = button(
            "step",
            tag("span", str(number), class_="number"),
            tag("span", words(f"guide.step.{step}"), class_="name"),
            tag("span", f" ({said})", class_="hidden") if said else None,
            data_step=step,
            aria_current="step" if step == now.step else None,
            class_="done" if done else "wanting" if said else None,
        )
        items.append(tag("li", pressed))
    return tag("nav", tag("ol", *items), aria_label=words("guide.progress"), class_="progress")


def heading(now: Guide, words: Words) -> Html:
    at = STEPS.index(now.step) + 1
    title = words("guide.title", number=at, of=len(STEPS), step=words(f"guide.step.{now.step}"))
    return tag(
        "div",
        tag("h2", title, id=HEADING, tabindex="-1"),
        tag("p", words(f"guide.lead.{now.step}"), class_="about"),
    )


def buttons(now: Guide, words: Words) -> Html:
    """Back and next; the answers stay whichever way one goes."""
    at = STEPS.index(now.step)
    back = _step_button("guide.back", STEPS[at - 1], words) if at else None
    onward = _step_button("guide.next", STEPS[at + 1], words, "primary") if at + 1 < len(STEPS) else None
    restart = button("restart", words("guide.restart"), class_="link")
    return tag("p", back, onward, restart, class_="buttons steps")


def _step_button(key: str, step: str, words: Words, class_: str | None = None) -> Html:
    said = words(key, step=words(f"guide.step.{step}"))
    return button("step", said, data_step=step, class_=class_)


# --------------------------------------------------------------------------------------------------- the steps
def fields(now: Guide, lacks: list[Lack], words: Words) -> Iterator[tuple[str, Html]]:
    """The sections of the step that is shown, each with its key."""
    shown = {lack.question.id: lack for lack in lacks} if now.step in now.left else {}
    asked = [question for question in guide.questions(now.answers) if question.step == now.step]
    own = [question for question in asked if not question.line]
    if now.step == "who":
        yield "who", _section("", own, now, shown, words)
        return
    for line in now.answers.lines:
        about = [question for question in asked if question.line == line]
        if about:
            yield line, _section(line, about, now, shown, words)
    if now.step == "prices":
        yield from _shared(now, own, shown, words)
    for sort, step in guide.LINE_STEP.items():
        if step == now.step:
            more = button("add", words(f"guide.add.{sort}"), data_sort=sort)
            yield "more", tag("p", more, class_="buttons")


def _shared(now: Guide, asked: list[Question], lacks: Mapping[str, Lack], words: Words) -> Iterator[tuple[str, Html]]:
    """What holds for the whole case, and the rates that the prices take."""
    rates = [question for question in asked if question.form == "years"]
    rest = [question for question in asked if question.form != "years"]
    title = tag("h3", words("group.shared"))
    yield "shared", tag("section", title, _grid(rest, now, lacks, words), class_="card")
    if rates:
        why = words("library.rates_why", year=guide.whole(now.answers, "price_year") or "")
        fields = [question_field(now, question, lacks.get(question.id), words) for question in rates]
        sources = [_source_field(now, question.id, words("guide.rates_source"), words) for question in rates]
        parts = [part for pair in zip(fields, sources, strict=True) for part in pair]
        about = tag("p", why, class_="about")
        yield "rates", tag("section", tag("h3", words("guide.rates")), about, *parts, class_="card")


def _section(line: str, asked: list[Question], now: Guide, lacks: Mapping[str, Lack], words: Words) -> Html:
    """The questions about one line, or about the case."""
    title = tag("h3", line_title(now, line, words), id=f"line-{line}", tabindex="-1") if line else None
    remove = None
    if line and now.step != "prices":
        label = words("guide.remove_this", what=line_title(now, line, words))
        remove = button("remove", words("line.remove"), data_line=line, aria_label=label)
    return tag(
        "section",
        tag("div", title, remove, class_="cardhead") if line else None,
        _grid(asked, now, lacks, words),
        _four(asked, now, words),
        class_="card",
    )


def _four(asked: list[Question], now: Guide, words: Words) -> Html | None:
    """45 → 25 børn pr. rådgiver = +6 årsværk, where the answers say so."""
    found = {q.name: guide.figure(now.answers, q, next(iter(q.years), None)) for q in asked if q.name in FOUR}
    four = {name: given.value for name, given in found.items() if given is not None}
    if len(four) < len(FOUR) or not four["fte_now"]:
        return None
    before, after = (words.plain(load, 1) for load in (four["children"] / four["fte_now"], four["target_caseload"]))
    said = words("guide.four", before=before, after=after, extra=words.plain(four["extra"], 2))
    return tag("p", said, class_="lead four", role="status")


def _grid(asked: list[Question], now: Guide, lacks: Mapping[str, Lack], words: Words) -> Html:
    """Words and choices two and two, then series over the whole width, then single figures."""
    groups: dict[str, list[Html]] = {"in-words": [], "by-year": [], "in-figures": []}
    for question in asked:
        group = "in-words" if question.form in STRUCTURE else "by-year" if question.form == "years" else "in-figures"
        if question.name == "price_year":
            group = "in-figures"
        groups[group].append(question_field(now, question, lacks.get(question.id), words))
    parts = [tag("div", *found, class_=f"asked {name}") for name, found in groups.items() if found]
    return tag("div", *parts)


def line_title(now: Guide, line: str, words: Words) -> str:
    """What the line is called, by its kind until it has a name."""
    typed = now.answers.texts.get(f"{line}.label", "").strip()
    return typed or words(f"guide.label.{guide.sort(line)}.{guide.kind(now.answers, line)}")


# ------------------------------------------------------------------------------------------------- the sources
def sources(now: Guide, words: Words) -> Iterator[tuple[str, Html]]:
    """Every figure with where it comes from: a source, the library, or an assumption."""
    asked = [question for question in guide.questions(now.answers) if question.form in ("figure", "years")]
    for line in (*now.answers.lines, ""):
        about = [question for question in asked if question.line == line]
        rows = [row for question in about for row in _provenance(now, question, words)]
        if not rows:
            continue
        title = line_title(now, line, words) if line else words("group.shared")
        own = _source_field(now, line, words("guide.line_source"), words) if line else None
        yield (
            line or "case",
            tag("section", tag("h3", title), own, tag("ul", *rows, class_="figures-list"), class_="card"),
        )


def _provenance(now: Guide, question: Question, words: Words) -> Iterator[Html]:
    """One question's figures: those of the library by themselves, the others under one source."""
    own: list[str] = []
    if question.name == EXTRA:
        return  # it follows from the others
    for cell in cells_of(now.answers, question):
        given = guide.figure(now.answers, question, cell.year)
        if given is None:
            continue
        place = f"{cell.year}: " if cell.year is not None else ""
        value = f"{place}{value_text(given.value, cell.entry.key.unit, words)}"
        if not given.offer:
            own.append(value)
            continue
        entry = offers.offer(given.offer).entry
        mark = tag("span", words("entry.unconfirmed"), class_="tag") if given.unconfirmed else None
        confirm = confirm_button(cell.path, key_label(question, words), words) if given.unconfirmed else None
        said = tag("p", origin_text(entry, words), f" ({status_text(entry, words)})", class_="about")
        yield tag("li", tag("p", tag("b", key_label(question, words)), f": {value} ", mark, " ", confirm), said)
    if own:
        said = tag("p", tag("b", key_label(question, words)), f": {' · '.join(own)}")
        yield tag(
            "li",
            said,
            _source_field(now, question.id, _standing(now, question, words), words, key_label(question, words)),
        )


def _standing(now: Guide, question: Question, words: Words) -> str:
    """What the figures stand on as long as they have no source of their own."""
    line = now.answers.texts.get(f"{question.line}.source", "").strip() if question.line else ""
    if now.answers.texts.get(f"{question.id}.source", "").strip():
        return words("form.source")
    return words("guide.source_of_line", source=line) if line else words("guide.source_none")


def _source_field(now: Guide, about: str, label: str, words: Words, what: str = "") -> Html:
    """A field for the title of a source; `what` it is the source of stands above and is read out with the label."""
    path, texts = f"{about}.source", now.answers.texts
    hidden = tag("span", f"{what}: ", class_="hidden") if what else None
    known = (text for key, text in texts.items() if key.endswith(".source"))
    return source_title("answer", path, field_id(path), texts.get(path, ""), known, words, hidden, label)


# ------------------------------------------------------------------------------------------------ what is lacking
def lacking(now: Guide, lacks: list[Lack], others: list[tuple[str, str]], words: Words) -> Html:
    """Exactly what stands in the way, with the way to each; `others` are (step, sentence)."""
    found = [(lack.question.step, _of_line(now, lack, words)) for lack in lacks] + others
    items = [tag("li", said, " ", _step_button("guide.go", step, words, "link")) for step, said in found]
    return tag("section", tag("h3", words("guide.lacking")), tag("ul", *items, class_="lacking"), class_="card")


def _of_line(now: Guide, lack: Lack, words: Words) -> str:
    """What lacks, with the line's name before it."""
    line, said = lack.question.line, lack_text(lack, words)
    return words("check.of_line", line=line_title(now, line, words), text=said) if line else said
