"""A chart as a block of the page: its title, the place in which the browser draws it, what it says in words, and the
buttons that save it."""

import re

from budget.dashboard.parts import frame
from budget.dashboard.parts.figure_parts import height
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block
from budget.shown.charts import Chart
from budget.text import Words

FORMATS = ("png", "svg")
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # for the name of a file
LONGEST = 90  # letters of it


def chart_block(
    chart: Chart,
    words: Words,
    of: str,
    into: str = "",
    *,
    heading: str = "h3",
    said: str | None = None,
    class_: str = "",
    stage: bool = False,
) -> Block:
    """The chart; `of` is the title of the case, for the name of a file, and `said` what stands beneath it."""
    plot, high = tag("div", data_holds=f"plot:{chart.key}"), f"--high:{height(chart, stage)}px"
    picture = tag("div", plot, role="img", aria_label=chart.said, class_="picture", style=high)
    hints = [words(f"chart.press.{chart.press}")] if chart.press and not stage else []
    hints += [words("chart.ghost")] if chart.ghost else []
    html = tag(
        "figure",
        tag("figcaption", tag(heading, chart.title)) if heading else None,
        picture,
        tag("div", data_holds=f"legend:{chart.key}", class_="legend"),
        tag("p", said, class_="said") if said else None,
        tag("p", " ".join(hints), class_="said no-paper") if hints else None,
        tag("p", *(_save(chart, format, of, words) for format in FORMATS), class_="save no-paper"),
        class_=f"chart {class_}".strip(),
        data_press=chart.press or None,
    )
    return Block(f"chart:{chart.key}", html, into, chart, stage)


def holder(key: str) -> Html:
    """Where a chart goes that is a block of its own."""
    return tag("div", data_holds=f"chart:{key}")


def _save(chart: Chart, format: str, of: str, words: Words) -> Html:
    text = words(f"chart.save.{format}")
    name = file_name(of, chart.title)
    label = words("chart.save.of", what=text, title=chart.title)
    accent = frame.kept(frame.ACCENT, "")
    return tag("button", text, type="button", data_save=format, data_name=name, data_accent=accent, aria_label=label)


def file_name(of: str, title: str) -> str:
    """What a saved chart is called, without its ending: that of the case and of the chart."""
    name = " ".join(UNFIT.sub(" ", f"{of} - {title}").split())
    return name[:LONGEST].rstrip(" .")
