"""Files written whole or not at all."""

import os
import pathlib
import tempfile

from budget.case import refuse


def write_file(name: str | os.PathLike[str], data: bytes) -> None:
    """The whole file or nothing: written beside its place and then moved there; CaseError where it cannot be."""
    path = pathlib.Path(name)
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            temporary = file.name
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            pathlib.Path(temporary).unlink(missing_ok=True)
        raise refuse("cannot_write", str(name), why=error.strerror or "") from None
