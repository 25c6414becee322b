"""The five colours of page, chart, workbook and slides: they survive colour blindness and have contrast on white.

Cost and saving always have the same two. Source: the Okabe–Ito subset with contrast of at least 3:1.
"""

INK = "#14202B"
MUTED = "#5B6975"
LINE = "#DFE4E8"
COST = "#D55E00"
SAVING = "#0072B2"
NET = "#14202B"
ACCUMULATED = "#009E73"
FOURTH = "#CC79A7"
INPUT_FILL = "#FFF7E0"
INPUT_TEXT = "#0B4F8A"
STRUCTURE_FILL = "#EEF1F3"
HEADER_FILL = "#E3E8EC"
