"""What is served beside Streamlit's own: the script of the pages, and addresses of our own."""

import importlib
import pathlib
import threading
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route

from budget.dashboard.cases import door, drafts, health
from budget.dashboard.cases.owner import Owned
from budget.dashboard.parts import assets, failure, watch
from budget.dashboard.parts.requests import Watched

NAVIGATION = pathlib.Path(__file__).with_name("navigation.py")
FIRST = "beregning"  # the first page's address, which Streamlit knows as the root alone


def _to_root(request: Request) -> RedirectResponse:
    return RedirectResponse("./" + (f"?{request.url.query}" if request.url.query else ""))


# Streamlit puts its own base path before its own routes alone.
_FIRST = [Route(f"{before}/{FIRST}", _to_root) for before in ("", "/{base:path}")]
ROUTES: Sequence[BaseRoute] = [*assets.ROUTES, *health.ROUTES, *_FIRST]
AROUND = (Watched, door.Guarded, Owned, assets.Foretold, assets.Based)
MIDDLEWARE: Sequence[Middleware] = [Middleware(one) for one in AROUND]
PAGES = "budget.dashboard.pages"
watch.begin_log()


@asynccontextmanager
async def lifespan(_: object) -> AsyncGenerator[None]:
    """The pages are read in while the first browser still fetches Streamlit's own scripts, which take as long."""
    door.check_settings()
    threading.Thread(target=importlib.import_module, args=(PAGES,), daemon=True).start()
    yield


def on_script_error(error: Exception) -> bool:
    """What an exception anywhere in a run becomes: in a page, a part of one, or what a press sets off."""
    return failure.page_of(error, drafts.into_address)
