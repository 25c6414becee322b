"""The page of the calculation as plain Streamlit: fields, metrics, a dataframe and st.plotly_chart, for comparison.

The same engine and the same case; no sources, no control points, no drafts, no explanations.
"""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from budget.case import read_case, with_figure
from budget.formulas import calculate
from budget.shown.key_figures import key_figures
from budget.shown.labels import printed_label
from budget.text import Words

words, case = Words(), read_case("herning-2013")
st.set_page_config(layout="wide")
left, right = st.columns([9, 17])
with left:
    for line, start in (("savings.placements", (1000, 2000, 3000, 4500)), ("costs.advisers", (2000,) * 4)):
        st.subheader(line)
        for year, value in zip(case.horizon, start, strict=True):
            typed = st.text_input(str(year), str(value), key=f"{line}.{year}")
            if float(typed) != value:
                case = with_figure(case, f"{line}.amounts.{year}", float(typed) * 1000)
    for name, value in (("Realisering", 100), ("Fordyrelse", 0)):
        st.slider(name, 0, 150, value)
result = calculate(case)
with right:
    saving = words.amount(-result.row("savings").values[-1])
    for column, figure in zip(st.columns(5), [None, *key_figures(result, words)], strict=True):
        column.metric(figure.label if figure else "Besparelse", figure.text if figure else saving)
    rows = [[printed_label(row, words), *(words.amount(value) for value in row.values)] for row in result.printed]
    st.dataframe(pd.DataFrame(rows, columns=["", *map(str, result.years)]), hide_index=True)
    chart = go.Figure(layout={"barmode": "relative", "hovermode": "x unified", "separators": ",."})
    for key, name in (("costs", "Merudgift"), ("savings", "Besparelse")):
        chart.add_bar(x=result.years, y=[value / 1000 for value in result.row(key).values], name=name)
    for key, name in (("net", "Netto"), ("accumulated", "Akkumuleret")):
        chart.add_scatter(x=result.years, y=[value / 1000 for value in result.row(key).values], name=name)
    for key, name in (("costs", "Merudgift"), ("savings", "Besparelse"), ("net", "Netto")):
        value = result.row(key).values[-1]
        chart.add_annotation(x=1, xref="paper", y=value / 1000, text=f"{name} {words.amount(value)}", showarrow=False)
    st.plotly_chart(chart)
