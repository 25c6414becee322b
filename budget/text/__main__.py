"""Compiles the catalogues: run `python -m budget.text` after an edit of da.po or en.po."""

import datetime
import io

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from budget.text import FOLDER, LANGUAGES

LONG_AGO = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def compiled(language: str) -> bytes:
    """The catalogue of one language in the form that the standard library's gettext reads."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO  # else the time of the run
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    for name in LANGUAGES:
        (FOLDER / f"{name}.mo").write_bytes(compiled(name))
