"""The least a Streamlit app can do with an entry: the floor that the dashboard is measured against."""

import streamlit as st

st.write("Read: " + st.text_input("Entry", "1"))
