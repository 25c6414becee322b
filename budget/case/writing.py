"""Writing a case as YAML that `reading` takes back to the same case, and the hash that stamps its inputs."""

import hashlib
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel

from budget.case.models import Case, Figure
from budget.case.reading import Scalar

LINE_BREAKS = set("\r\x85\u2028\u2029")  # that YAML knows beside the line feed


def document(part: Any) -> Any:
    """A part of a case as plain dict, list, text and number, with what the file states and no defaults."""
    if isinstance(part, Figure) and part.model_fields_set == {"value"}:
        return part.value
    if isinstance(part, BaseModel):
        stated = {n: f for n, f in type(part).model_fields.items() if n in part.model_fields_set}
        return {field.alias or name: document(getattr(part, name)) for name, field in stated.items()}
    if isinstance(part, dict):
        return {key: document(value) for key, value in part.items()}
    if isinstance(part, list):
        return [document(item) for item in part]
    return part


def number_text(value: float) -> str:
    """A number as a case file states it: digits and a point, never an exponent, never three bare decimals."""
    text = format(Decimal(repr(value)), "f")
    whole, _, decimals = text.partition(".")
    if not decimals.strip("0"):
        return whole
    return f"{whole}.{decimals}0" if len(decimals) == 3 else text


class _Writer(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: _Writer, text: str) -> yaml.Node:
    if getattr(text, "plain", False) and "\n" not in text:
        tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
        return dumper.represent_scalar(tag, str(text))
    if LINE_BREAKS & set(text):  # only double quotes escape them; else they come back as spaces
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
    return dumper.represent_str(str(text))


def _write_number(dumper: _Writer, value: float) -> yaml.Node:
    text = number_text(value)
    return dumper.represent_scalar("tag:yaml.org,2002:float" if "." in text else "tag:yaml.org,2002:int", text)


_Writer.add_representer(float, _write_number)
_Writer.add_representer(str, _write_text)
_Writer.add_representer(Scalar, _write_text)


def case_to_text(case: Case) -> str:
    """The case as a file in YAML."""
    return written(document(case))


def written(tree: Any) -> str:
    """A document, or a part of one, in YAML."""
    return yaml.dump(tree, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)


def case_hash(case: Case) -> str:
    """SHA-256 of the case's inputs as written, the stamp of exports."""
    return hashlib.sha256(case_to_text(case).encode()).hexdigest()
