"""The page of one who is not logged in: a page of its own, since Streamlit's are for those who are."""

from urllib.parse import urlencode

from starlette.requests import HTTPConnection

from budget.dashboard.parts.markup import tag
from budget.text import LANGUAGES, Words

# The colours of .streamlit/config.toml.
STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#14202b, #eef2f5); --paper: light-dark(#ffffff, #12181e);
  --link: light-dark(#00629b, #8cc8f2); --key: light-dark(#0b5c8f, #6cb8ee); --on-key: light-dark(#ffffff, #12181e);
  --edge: light-dark(#c3cbd2, #46525c); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 12vh auto 2rem; padding: 1.5rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.2; }
p { margin: 0 0 1.25rem; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--key); outline-offset: 2px; }
.login { display: inline-block; padding: 0.5rem 1.25rem; border-radius: 0.5rem; background: var(--key);
  color: var(--on-key); font-weight: 600; text-decoration: none; }
.other { border-top: 1px solid var(--edge); padding-top: 0.75rem; font-size: 0.9rem; }
"""
VIEWPORT = "width=device-width, initial-scale=1"


def page(asked: HTTPConnection, login: str, expired: bool) -> str:
    """Why one is here, the way to `login`, and the same in the other language."""
    wanted = asked.query_params.get("lang", "")
    language = wanted if wanted in LANGUAGES else LANGUAGES[0]
    words = Words(language)
    others = [
        tag("a", Words(other)("login.language"), href=f"?{_in(other, asked)}", lang=other, hreflang=other)
        for other in LANGUAGES
        if other != language
    ]
    body = tag(
        "main",
        tag("h1", words("page.name")),
        tag("p", words("login.expired" if expired else "login.about")),
        tag("p", tag("a", words("login.login"), href=login, class_="login")),
        tag("p", *others, class_="other"),
    )
    title = tag("title", f"{words('login.login')} – {words('page.name')}")
    about = (tag("meta", charset="utf-8"), tag("meta", name_="viewport", content=VIEWPORT))
    head = tag("head", *about, title, tag("style", STYLE))
    return f"<!doctype html>{tag('html', head, tag('body', body), lang=language)}"


def _in(language: str, asked: HTTPConnection) -> str:
    """What follows the `?` of the same address in another language."""
    return urlencode([*((k, v) for k, v in asked.query_params.multi_items() if k != "lang"), ("lang", language)])
