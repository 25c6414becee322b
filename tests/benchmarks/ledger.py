"""100,000 rows of a ledger, read and taken, against pandas.read_csv with the same options: delimiter, encoding, every
cell as it is written (an account 0040 is not 40). With pandas guessing types beside it, which may not be used.

Each side in a process of its own; seconds of the processor, the best of five, and the most memory of the process.
Run `python tests/benchmarks/ledger.py`; the last output stands beside this file.
"""

from __future__ import annotations

import io
import json
import pathlib
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
ROWS, TIMES = 100_000, 5


def narrow() -> str:
    """Seven columns, as a list of postings."""
    rng = random.Random(1)
    rows = ["Konto;Navn;Bogføringsdato;Periode;År;Beløb;Tekst"]
    for n in range(ROWS):
        k, month = rng.randint(20, 59), rng.randint(1, 12)
        rows.append(f"5.28.{k} Anbringelser;navn {n % 97};{rng.randint(1, 28):02d}.{month:02d}.2015;{month};2015;"
                    f"{amount(rng)};bilag {n}")  # fmt: skip
    return "\r\n".join(rows)


def wide() -> str:
    """63 columns, as a line-item list of SAP."""
    rng = random.Random(2)
    more = [f"K{k}" for k in range(7, 62)]
    rows = [
        ";".join(["Bilagsnummer", "BoL", "PSP-element", "Tekst", "Periode", "Bogføringsdato", *more, "År", "Beløb"])
    ]
    for n in range(ROWS):
        month = rng.randint(1, 12)
        cells = ["" if k % 3 else f"v{rng.randint(0, 500)}" for k in range(len(more))]
        rows.append(";".join([str(n), "1", f"XG-{rng.randint(1, 40)}", f"tekst {n}", str(month),
                              f"{rng.randint(1, 28):02d}.{month:02d}.2015", *cells, "2015", amount(rng)]))  # fmt: skip
    return "\r\n".join(rows)


def amount(rng: random.Random) -> str:
    """123.456,78, and every tenth with the minus behind, as SAP prints it."""
    return f"{rng.randint(1, 999)}.{rng.randint(100, 999)},{rng.randint(0, 99):02d}{'-' if rng.random() < 0.1 else ''}"


SHAPES = {"7 columns": narrow, "63 columns": wide}


def reader(side: str, data: bytes) -> Callable[[], Any]:
    if side == "the product":
        from budget.case import read_case
        from budget.export.ledger import read_ledger, suggested, take

        case = read_case("herning-2013")
        accounts = {"5.28*": "line:advisers", "XG-*": "line:advisers"}

        def product() -> int:
            grid = read_ledger(data)
            taken = take(grid, suggested(grid).model_copy(update={"accounts": accounts}), case)
            assert not taken.asked and not taken.refused and len(taken.entries) == 12
            return taken.rows

        return product
    import pandas as pd

    same = {"sep": ";", "encoding": "cp1252"}
    if side == "pandas, as written":
        return lambda: len(pd.read_csv(io.BytesIO(data), **same, dtype=str, keep_default_na=False))
    return lambda: len(pd.read_csv(io.BytesIO(data), **same, decimal=",", thousands="."))


def measure(side: str, file: str) -> None:
    read = reader(side, pathlib.Path(file).read_bytes())
    best = 1e9
    for _ in range(TIMES):
        start = time.process_time()
        assert read() == ROWS
        best = min(best, time.process_time() - start)
    print(json.dumps([best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    import tempfile

    for shape, make in SHAPES.items():
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            data = make().encode("cp1252")
            file.write(data)
            file.flush()
            print(f"{ROWS} rows of {shape}, {len(data) / 1e6:.0f} MB")
            found = {}
            for side in ("pandas, as written", "pandas, guessing", "the product"):
                done = subprocess.run(
                    [sys.executable, __file__, side, file.name], capture_output=True, text=True, check=True
                )
                found[side] = json.loads(done.stdout)
                print(f"  {side:20} {found[side][0]:6.3f} s {found[side][1]:6.0f} MB")
            seconds, memory = found["the product"]
            times = seconds / found["pandas, as written"][0]
            beside = seconds / found["pandas, guessing"][0]
            print(f"  {times:.1f} times pandas with every cell as written (at most 5), {beside:.1f} times guessing;")
            print(f"  {memory:.0f} MB (at most 300)")
            if times > 5 or memory > 300:
                sys.exit(1)


if __name__ == "__main__":
    measure(*sys.argv[1:]) if len(sys.argv) > 1 else main()
