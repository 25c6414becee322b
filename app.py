"""The dashboard: `streamlit run app.py`, or any ASGI server with `app:app`."""

import streamlit as st

from budget.dashboard.serving import NAVIGATION, ROUTES

app = st.App(NAVIGATION, routes=ROUTES)
