"""What is served beside Streamlit's own: the script of the pages, and addresses of our own."""

import importlib
import pathlib
import threading
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from budget.dashboard.cases import drafts, health
from budget.dashboard.cases.door import Guarded
from budget.dashboard.cases.owner import Owned
from budget.dashboard.parts import assets, failure, watch
from budget.dashboard.parts.requests import Watched

NAVIGATION = pathlib.Path(__file__).with_name("navigation.py")
ROUTES: Sequence[BaseRoute] = [*assets.ROUTES, *health.ROUTES]
AROUND = (Watched, Guarded, Owned, assets.Foretold, assets.Based)
MIDDLEWARE: Sequence[Middleware] = [Middleware(one) for one in AROUND]
PAGES = "budget.dashboard.pages"
watch.begin_log()


@asynccontextmanager
async def lifespan(_: object) -> AsyncGenerator[None]:
    """The pages are read in while the first browser still fetches Streamlit's own scripts, which take as long."""
    threading.Thread(target=importlib.import_module, args=(PAGES,), daemon=True).start()
    yield


def on_script_error(error: Exception) -> bool:
    """What an exception anywhere in a run becomes: in a page, a part of one, or what a press sets off."""
    return failure.page_of(error, drafts.into_address)
