"""Charts as Plotly's data: what Plotly itself accepts, in the language, with names apart."""

from __future__ import annotations

import json
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from budget.case import case_from_document, document, read_case
from budget.dashboard.parts.chart_block import chart_block, file_name
from budget.dashboard.parts.figure import figure
from budget.dashboard.parts.figure_parts import height
from budget.formulas import calculate
from budget.shown.charts import Chart
from budget.shown.charts.looks import PALETTES
from budget.shown.charts.result import result_chart
from budget.text import Words
from tests.charts import charts_of, every_chart

HOSTILE = '<a href="javascript:alert(1)">%{x} & <b>x</b></a>'


@pytest.fixture(scope="module")
def charts() -> list[tuple[str, Chart]]:
    return every_chart()


def test_plotly_accepts_every_figure_wide_and_narrow_and_on_a_stage(charts: list[tuple[str, Chart]]) -> None:
    for name, chart in charts:
        for stage in (False, True):
            made = figure(chart, stage)
            go.Figure(made["data"], made["layout"])
            go.Figure(made["data"], {**made["layout"], **made["narrow"]})
            assert json.loads(json.dumps(made)) == made, name


def test_what_is_drawn_is_what_is_described(charts: list[tuple[str, Chart]]) -> None:
    for name, chart in charts:
        traces = {trace["uid"]: trace for trace in figure(chart)["data"]}
        for series in chart.series:
            trace = traces[series.key]
            starts = series.starts or (0.0,) * len(series.values)
            lengths = [None if v is None else v - start for v, start in zip(series.values, starts, strict=True)]
            assert trace["y" if chart.across else "x"] == lengths, (name, chart.key)
            assert trace["meta"] == {"key": series.key, "asks": series.asks}
        assert {f"ghost-{series.key}" for series in chart.ghost} == {uid for uid in traces if uid.startswith("ghost-")}


def test_a_year_tells_every_series_in_the_language_with_its_unit() -> None:
    made = figure(result_chart(calculate(read_case("herning-2013")), Words()))
    told = [trace["customdata"][3] for trace in made["data"]]
    assert told == ["Merudgift: 2.000", "Besparelse: -4.500", "Netto: -2.500", "Akkumuleret: -2.500"]
    assert made["layout"]["xaxis"]["unifiedhovertitle"] == {"text": "%{x} (1.000 kr.)"}
    assert made["layout"]["separators"] == ",." and made["layout"]["hovermode"] == "x unified"
    english = figure(result_chart(calculate(read_case("herning-2013")), Words("en")))
    assert english["layout"]["separators"] == ".," and english["data"][1]["customdata"][3] == "Saving: -4,500"


def test_the_names_at_the_ends_never_cover_one_another(charts: list[tuple[str, Chart]]) -> None:
    for name, chart in charts:
        if not chart.across:
            continue
        for stage in (False, True):
            layout = figure(chart, stage)["layout"]
            low, high = layout["yaxis"]["range"]
            inside = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
            notes = [note for note in layout["annotations"] if note.get("name")]
            places = sorted((high - n["y"]) / (high - low) * inside - n["yshift"] for n in notes)
            assert all(b - a >= layout["font"]["size"] * 1.2 for a, b in pairwise(places)), (name, chart.key)
            assert all(-0.2 <= place <= inside + 0.2 for place in places), (name, chart.key)


def test_no_text_of_a_user_becomes_markup_or_a_link() -> None:
    tree = document(read_case("herning-drivers-2013"))
    tree["title"] = tree["costs"][0]["label"] = tree["savings"][0]["label"] = tree["scenarios"][0]["label"] = HOSTILE
    result = calculate(case_from_document(tree, "x"))
    for chart in charts_of(result, Words()):
        made = json.dumps({name: figure(chart)[name] for name in ("data", "layout", "narrow", "title")})
        assert "<a" not in made.replace("\\u003c", "<") and "%{x}" not in made.replace('"text": "%{x}', "")
        assert "<a" not in chart_block(chart, Words(), tree["title"]).html


def test_both_looks_have_a_colour_for_every_one_of_the_light_look() -> None:
    light, dark = PALETTES["light"], PALETTES["dark"]
    assert light.keys() == dark.keys() and len(set(light.values())) == len(light)


def test_a_block_keeps_its_place_while_the_chart_is_on_its_way(charts: list[tuple[str, Chart]]) -> None:
    for _, chart in charts:
        block = chart_block(chart, Words(), "Casen")
        assert f"--high:{height(chart)}px" in block.html and figure(chart)["layout"]["height"] == height(chart)
        assert 'role="img"' in block.html and block.chart is chart


@pytest.mark.parametrize(
    ("of", "title", "name"),
    [
        ("Sverigesprojektet", "Netto, mio. kr.", "Sverigesprojektet - Netto, mio. kr"),
        ('a/b\\c:"d"', "x?", "a b c d - x"),
        ("x" * 200, "y", "x" * 90),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(of: str, title: str, name: str) -> None:
    assert file_name(of, title) == name
