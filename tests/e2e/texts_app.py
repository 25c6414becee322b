"""Every kind of element that the dashboard gives other people's words to, for each hostile text."""

import streamlit as st

from budget.dashboard.parts.say import literal, literally
from tests.hostile import TEXTS

for number, text in enumerate(TEXTS):
    with st.container(key=f"text-{number}"):
        st.error(literal(text))
        st.write(literal(text))
        st.radio(literal(text), [text], format_func=literally(str), key=f"radio-{number}")
        st.pills(literal(text), [text], format_func=literally(str), key=f"pills-{number}")
        st.selectbox(literal(text), [text], key=f"select-{number}")
        st.button(literal(text), key=f"button-{number}")
        st.text_input("x", help=literal(text), key=f"input-{number}")
        st.progress(0.5, literal(text))
