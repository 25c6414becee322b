"""What someone might write where a title, a name or a note is asked for; a case that has it in every text."""

from __future__ import annotations

from typing import Any

from budget.case import Case, case_from_document
from budget.case.writing import document

HOST = "evil.example"
TEXTS = (
    f"«. [Log ind igen](https://{HOST})",
    f"![](https://{HOST}/p.png)",
    f"https://{HOST}/a www.{HOST} WWW.{HOST} Http://{HOST} a.b+c@{HOST} mailto:a@{HOST} <https://{HOST}>",
    f"[a][b] [b]: https://{HOST} [^1] [^1]: fod ![b][b] [b]",
    f'<b id="evil">x</b> <img src="https://{HOST}/p.png" onerror="alert(1)"> <!-- y --> </div> &lt;i&gt; &#58; &amp;',
    f'<a href="https://{HOST}">x</a> <script>alert(1)</script> <iframe src="//{HOST}"></iframe>',
    ":material/delete: :smile: :+1: :streamlit: :red[rød] :red-background[x] :small[x] :badge[x] ::x[y] :::x :a{b=c}",
    "$x^2$ $$y$$ \\(z\\) \\[z\\] $5 og $6 `k` ``k`` ~~s~~ ~s~ **f** *k* _k_ __f__ a_b_c \\* \\",
    "-> <- <-> -- >= <= ~= a -> b <- c <-> d -- e >= f <= g ~= h",
    "# Overskrift",
    "- punkt",
    "+ punkt",
    "* punkt",
    "1. punkt",
    "12) punkt",
    "> citat",
    "---",
    "===",
    "- - -",
    "    kode",
    "\tkode",
    "~~~ kode",
    "``` kode",
    "| a | b |\n|---|---|\n| c | d |",
    f"en linje\n\n# to\n- tre\n\n[b]: https://{HOST}\n\n    fire",
    "titel\n===\ntitel\n---",
    "en  \nto\\\ntre\u2028fire\x85fem",
    "10:30 kl. 8.00: Børn & unge, 50 % af 1.000 kr. (SO 16) - 2+2=4; §16 {net}",
)
WORST = " ".join(TEXTS[:9])
SAID = ("title", "label", "note", "quote", "name", "function", "address", "publisher", "municipality", "payer", "page")


def hostile(case: Case, text: str = WORST) -> Case:
    """The case with this in every text and every name that is free."""
    return case_from_document(_with(document(case), text), case.id)


def _with(part: Any, text: str, key: str = "") -> Any:
    if isinstance(part, dict):
        named = key in ("sources", "service_areas")
        return {f"{name} {text}" if named else name: _with(value, text, str(name)) for name, value in part.items()}
    if isinstance(part, list):
        return [_with(value, text, "note" if key == "notes" else key) for value in part]
    if isinstance(part, str) and key in (*SAID, "source", "service_area"):
        return f"{part} {text}"
    return part
