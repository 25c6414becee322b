"""A projection's figures from a municipality's own list of placements."""

import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from budget.analysis import own_list as analysis
from budget.analysis.backtest import Score
from budget.case import CaseError, problem_text, refuse
from budget.case.writing import written
from budget.commands.calls import LANGUAGE, Options, argument, choice, command, option
from budget.commands.common import read_bytes
from budget.export import course_list
from budget.export.files import write_file
from budget.export.tables import aligned
from budget.shown import own_list as shown
from budget.text import Words


@command(
    argument("list", "LIST.csv"),
    option("--as-of", metavar="DATE", required=True),
    option("--extracted", metavar="DATE"),
    option("--complete-since", metavar="DATE"),
    option("-o", "output", metavar="FILE.yaml"),
    choice("--format", "text", "json"),
    LANGUAGE,
)
def baseline_command(options: Options, words: Words) -> int:
    as_of = _date("--as-of", options.as_of)
    extracted = _date("--extracted", options.extracted) if options.extracted else None
    since = _date("--complete-since", options.complete_since) if options.complete_since else None
    data = read_bytes(options.list)
    try:
        listed = course_list.read_list(data)
        taken = course_list.take(listed, course_list.suggested(listed.headings), extracted)
        given = analysis.own_list(taken.courses, taken.extracted, as_of, since)
    except CaseError as error:
        raise CaseError(error.problems, file=options.list) from None
    left_out = [problem_text(problem, words) for problem in course_list.left_out_problems(taken.left_out)]
    for said in (*left_out, *shown.warnings(given, words)):
        print(said, file=sys.stderr)
    figures = shown.baseline(given, words)
    scores = analysis.backtest(given)
    if options.format == "json":
        backtest = {step: [asdict(score) for score in found] for step, found in scores.items()}
        bands = {
            step: {"years": shown.band_years(band, given), **asdict(band)}
            for step, band in analysis.band(given).items()
        }
        print(json.dumps({"figures": figures, "band": bands, "backtest": backtest}, ensure_ascii=False, indent=1))
    else:
        print(own_list_text(given, taken, scores, words), end="")
    if options.output:
        write_file(
            options.output, written({"sources": shown.sources(given, scores, words), "baseline": figures}).encode()
        )
        print(words("cli.wrote", file=options.output), file=sys.stderr if options.format == "json" else sys.stdout)
    return 0


def _date(name: str, text: str) -> dt.date:
    try:
        return course_list.day_of(text)
    except CaseError:
        raise refuse("courses_date", name, read=text) from None


def own_list_text(
    given: analysis.OwnList, taken: course_list.Taken, scores: Mapping[str, Sequence[Score]], words: Words
) -> str:
    """The estimates of each step, the test of last year's entries, the band and the backtest."""
    lines = [shown.basis(given, taken.rows, taken.left_out, words)]
    tables = [shown.estimates_table(given, one, words) for one in given.found]
    tables += [shown.band_table(step, found, given, words) for step, found in analysis.band(given).items()]
    tables += [shown.backtest_table(step, found, given, words) for step, found in scores.items()]
    for table in tables:
        lines += ["", table.caption, *aligned(table)]
    lines += ["", *shown.last_years(given, words), *shown.unbeaten(scores, words)]
    lines += [tables[-1].notes[0]] if scores else [words("own_list.no_backtest")]
    return "\n".join(lines) + "\n"
