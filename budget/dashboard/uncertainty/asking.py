"""What can be asked on the page Følsomhed og usikkerhed: how many draws, from which seed, and what is solved for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from budget.analysis.sensitivity import figures_in_force
from budget.analysis.simulation import Simulation
from budget.case import Case
from budget.dashboard.parts.markup import Html, button, tag
from budget.shown.labels import uncertain_label
from budget.shown.pages.uncertainty import LEVER, LEVERS, Questions
from budget.text import Words
from budget.text.numbers import NumberError, parse_number, parse_whole

MOST_OFFERED = 400  # figures in the list; of a larger case the levers and the uncertain ones
ENDS = ("low", "high")
DRAWS = (10_000, 100_000, 1_000_000)
HIGHEST_SEED = 999_999_999


@dataclass(frozen=True)
class Asked:
    """The questions of one user; more draws are asked for one case and forgotten when a figure changes."""

    seed: int = 1
    typed: str = ""  # a seed that was typed and not taken
    draws: int = DRAWS[0]
    drawn_for: Case | None = None
    questions: Questions = field(default_factory=Questions)

    def draws_for(self, case: Case) -> int:
        return self.draws if self.drawn_for is case else DRAWS[0]


def answer(asked: Asked, name: str, values: Mapping[str, str], case: Case, language: str) -> Asked:
    """The questions after one command of the page; a command that is none of these changes nothing."""
    now = asked.questions
    if name == "draws":
        draws = next((n for n in DRAWS if str(n) == values.get("draws")), DRAWS[0])
        return replace(asked, draws=draws, drawn_for=case)
    if name == "seed":
        return _seed(asked, values.get("text", ""), language)
    if name == "bar":
        bar = (values.get("path", ""), values.get("end", ""))
        return replace(asked, questions=replace(now, bar=None if bar == now.bar or bar[1] not in ENDS else bar))
    if name == "certain":
        return replace(asked, questions=replace(now, certain=not now.tried(case)))
    if name == "solve":
        return replace(asked, questions=replace(now, path=values.get("text", LEVER)))
    if name == "solve_by":
        return replace(asked, questions=replace(now, by=parse_whole(values.get("text", ""))))
    return asked


def _seed(asked: Asked, text: str, language: str) -> Asked:
    """A whole number from 0 on; anything else is refused and the seed kept."""
    try:
        seed = parse_number(text, language)
    except NumberError:
        return replace(asked, typed=text or " ")
    if seed != int(seed) or not 0 <= seed <= HIGHEST_SEED:
        return replace(asked, typed=text)
    return replace(asked, seed=int(seed), typed="")


def draws(found: Simulation, wanted: int, asked: Asked, words: Words) -> Html:
    """How many draws, from which seed."""
    buttons = [
        button(
            "draws",
            words.number(draws),
            data_draws=str(draws),
            aria_pressed="true" if draws == wanted else "false",
            aria_label=words("uncertainty.draws_this", draws=words.number(draws)),
        )
        for draws in DRAWS
    ]
    said = words("uncertainty.drawn", draws=words.number(found.draws), seed=found.seed)
    if found.draws < wanted:
        said = words("uncertainty.under_way", draws=words.number(found.draws), all=words.number(wanted))
    typed = asked.typed.strip()
    wrong = None
    if asked.typed:
        why = words("uncertainty.seed_refused", text=typed, most=words.number(HIGHEST_SEED), kept=asked.seed)
        wrong = tag("p", why, id="seed-message", role="alert", class_="error")
    field = tag(
        "input",
        type="text",
        inputmode="numeric",
        autocomplete="off",
        id="seed",
        value=typed if asked.typed else str(asked.seed),
        data_do="seed",
        aria_invalid="true" if asked.typed else None,
        aria_describedby="seed-message" if asked.typed else None,
    )
    label = tag("label", words("uncertainty.seed"), for_="seed")
    return tag(
        "div",
        tag("p", tag("span", words("uncertainty.draws")), *buttons, class_="choices"),
        tag("div", label, field, class_="cell refused" if asked.typed else "cell"),
        wrong,
        tag("p", said, class_="about", role="status"),
        class_="controls",
    )


def choices(case: Case, asked: Asked, words: Words) -> Html:
    """The choice of the figure that is solved for, and of the year."""
    now = asked.questions
    year = now.by if now.by in case.horizon else case.horizon[-1]
    return tag(
        "div",
        _choice("solve", words("uncertainty.solve.figure"), _offered(case, now.path, words), now.path),
        _choice("solve_by", words("uncertainty.solve.by"), [(str(y), str(y)) for y in case.horizon], str(year)),
        class_="asking",
    )


def _choice(do: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Html:
    shown = [tag("option", text, value=value, selected=value == chosen) for value, text in options]
    box = tag("select", *shown, id=f"ask-{do}", data_do=do)
    return tag("div", tag("label", label, for_=f"ask-{do}"), box, class_="text")


def _offered(case: Case, asked_for: str, words: Words) -> list[tuple[str, str]]:
    """The figures that can be solved for, levers first."""
    known = list(figures_in_force(case))
    if len(known) > MOST_OFFERED:
        known = [found for found in known if found.figure.uncertain or found.path in (*LEVERS, asked_for)]
    offered = [found for found in known if found.series != "discount_rate"][:MOST_OFFERED]
    offered.sort(key=lambda found: found.path not in LEVERS)
    return [(found.path, uncertain_label(found, words)) for found in offered]
