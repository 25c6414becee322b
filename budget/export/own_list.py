"""What a municipality's own list gives, as text."""

from collections.abc import Mapping, Sequence

from budget.analysis.backtest import Score
from budget.analysis.own_list import OwnList, band
from budget.export.course_list import Taken
from budget.export.tables import aligned
from budget.shown import own_list as shown
from budget.text import Words


def own_list_text(given: OwnList, taken: Taken, scores: Mapping[str, Sequence[Score]], words: Words) -> str:
    """The estimates of each step, the test of last year's entries, the band and the backtest."""
    lines = [shown.basis(given, taken.rows, taken.left_out, words)]
    tables = [shown.estimates_table(given, one, words) for one in given.found]
    tables += [shown.band_table(step, found, given, words) for step, found in band(given).items()]
    tables += [shown.backtest_table(step, found, given, words) for step, found in scores.items()]
    for table in tables:
        lines += ["", table.caption, *aligned(table)]
    lines += ["", *shown.last_years(given, words), *shown.unbeaten(scores, words)]
    lines += [tables[-1].notes[0]] if scores else [words("own_list.no_backtest")]
    return "\n".join(lines) + "\n"
