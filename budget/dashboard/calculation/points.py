"""The control points that have something to say about the case, as questions of a controller."""

from collections.abc import Sequence

from budget.dashboard.parts.markup import Html, tag
from budget.shown import Point
from budget.shown.points import SEVERITIES, count_text
from budget.text import Words


def points(found: Sequence[Point], all_shown: bool, words: Words) -> Html:
    """The tripped points; with `all_shown` the others too, so that one can see what was looked at."""
    tripped = [point for point in found if point.tripped]
    shown = list(found) if all_shown else tripped
    shown.sort(key=lambda point: (not point.tripped, SEVERITIES.index(point.severity)))
    return tag(
        "section",
        tag("h2", words("points.title")),
        tag("ul", *(_point(point, words) for point in shown)) if shown else None,
        tag(
            "p",
            count_text(found, words),
            " ",
            tag(
                "button",
                words("points.fewer" if all_shown else "points.all"),
                type="button",
                data_do="points",
                aria_expanded="true" if all_shown else "false",
                class_="link",
            ),
            class_="count",
        ),
        class_="points",
    )


def _point(point: Point, words: Words) -> Html:
    severity = point.severity if point.tripped else "fine"
    return tag("li", tag("b", words(f"points.{severity}")), " ", point.text, class_=severity)
