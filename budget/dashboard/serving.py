"""What is served beside Streamlit's own: the script of the pages, and addresses of our own."""

import pathlib
from collections.abc import Sequence

from starlette.routing import BaseRoute

from budget.dashboard.parts import assets

NAVIGATION = pathlib.Path(__file__).with_name("navigation.py")
ROUTES: Sequence[BaseRoute] = assets.ROUTES
