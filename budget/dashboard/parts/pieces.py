"""The pieces of a page as blocks: markup from the one writer, each chart a block of its own, controls where they go."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from budget.dashboard.parts.chart_block import chart_block, holder
from budget.dashboard.parts.markup import Html
from budget.dashboard.parts.view import Block
from budget.export.page_html import Writer
from budget.shown.model import Group, Picture, Tools
from budget.text import Words

Controls = Callable[[Tools], Html | None]


def nothing(tools: Tools) -> Html | None:
    """No controls."""
    return None


def controls(found: Mapping[str, Html | None]) -> Controls:
    """What the page puts at its places, by their keys."""
    return lambda tools: found.get(tools.key)


def blocks_of(
    pieces: Iterable[Group], into: str, words: Words, of: str, tools: Controls = nothing, stage: bool = False
) -> Iterator[Block]:
    """Each piece as a block, so that an edit draws again only what it moves; `of` names the case in files of charts."""
    for piece in pieces:
        pictures: list[Picture] = []
        writer = Writer(words, tools, lambda picture, kept=pictures: _held(picture, kept))  # type: ignore[misc]
        yield Block(piece.key, writer.part(piece), into)
        for picture in pictures:
            place, heading = f"chart:{picture.chart.key}", f"h{picture.level}" if picture.level else ""
            yield chart_block(
                picture.chart, words, of, place,
                heading=heading, said=picture.said or None, class_=picture.look, stage=stage,
            )  # fmt: skip


def _held(picture: Picture, kept: list[Picture]) -> Html:
    kept.append(picture)
    return holder(picture.chart.key)
