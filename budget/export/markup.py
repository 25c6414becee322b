"""HTML that cannot be broken by what a user wrote: every text is escaped unless `tag` itself made it."""

from html import escape as escaped

from budget.text.characters import visible


class Html(str):
    """Markup made by `tag`; a plain str is text and is escaped wherever it is put in."""

    __slots__ = ()


def escape(text: str) -> str:
    return escaped(visible(text))


VOID = frozenset({"circle", "img", "input", "line", "polygon", "polyline", "rect"})


def tag(name: str, *children: str | None, **attributes: str | float | bool | None) -> Html:
    """An element. `class_` and `for_` lose their underscore and others become hyphens (data_do is data-do);
    an attribute that is None or False is left out, and True stands alone.
    """
    start = f"<{name}{_attributes(attributes)}"
    return Html(f"{start}/>" if name in VOID and not children else f"{start}>{join(*children)}</{name}>")


def join(*parts: str | None) -> Html:
    """The parts one after another, text escaped; None is nothing."""
    return Html("".join(p if isinstance(p, Html) else escape(p) for p in parts if p is not None))


def _attributes(attributes: dict[str, str | float | bool | None]) -> str:
    found = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        found.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(found)
