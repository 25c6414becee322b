"""The dashboard: `streamlit run app.py`, or any ASGI server with `app:app`."""

import streamlit as st

from budget.dashboard.serving import MIDDLEWARE, NAVIGATION, ROUTES, lifespan, on_script_error

app = st.App(NAVIGATION, lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE, on_script_error=on_script_error)
