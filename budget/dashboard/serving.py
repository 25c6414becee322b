"""What is served beside Streamlit's own: the script of the pages, and addresses of our own."""

import pathlib
from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from budget.dashboard.cases import drafts
from budget.dashboard.cases.owner import Owned
from budget.dashboard.parts import assets, failure

NAVIGATION = pathlib.Path(__file__).with_name("navigation.py")
ROUTES: Sequence[BaseRoute] = assets.ROUTES
MIDDLEWARE: Sequence[Middleware] = [Middleware(Owned), Middleware(assets.Based)]


def on_script_error(error: Exception) -> bool:
    """What an exception anywhere in a run becomes: in a page, a part of one, or what a press sets off."""
    return failure.page_of(error, drafts.into_address)
