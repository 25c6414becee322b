"""What every hostile workbook of the tests costs before it is refused: seconds of the processor and memory.

Aim: about one second and 200 MB. Run `python -m tests.benchmarks.hostile_workbooks`; the last output stands beside
this file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.test_safe_xlsx import ARCHIVES, BOMBS, MEASURE, ROOT


def cost(data: bytes, folder: Path) -> tuple[str, float, float]:
    """What becomes of the file, seconds of the processor and MB at most in memory."""
    (folder / "file.xlsx").write_bytes(data)
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder / "file.xlsx")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    code, seconds, megabytes = json.loads(run.stdout)
    return code or "read, harmless", seconds, megabytes


def main() -> None:
    print(f"{'file':48} {'sent, kB':>9} {'s':>6} {'MB':>5}  what becomes of it")
    worst = (0.0, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, _) in {**BOMBS, **ARCHIVES}.items():
            if name == "a part that stands twice":
                continue  # made with the help of a test's own warning
            data = make()
            code, seconds, megabytes = cost(data, Path(folder))
            worst = max(worst[0], seconds), max(worst[1], megabytes)
            print(f"{name:48} {len(data) / 1000:9,.0f} {seconds:6.2f} {megabytes:5.0f}  {code}")
    print(f"worst: {worst[0]:.2f} s, {worst[1]:.0f} MB")


if __name__ == "__main__":
    main()
