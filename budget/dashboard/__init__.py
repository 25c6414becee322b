"""What is SHOWN: the pages of the dashboard; the only room that knows Streamlit."""
