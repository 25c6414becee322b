"""Who is at the page: by login at the municipality's own provider (OIDC), by a proxy that vouches for a name, or, on
one's own machine, whoever sits there. Where it should be known and is not, there is no one, and nothing is shown."""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from streamlit import config

from budget.store import OWN, ROLES, Who

LOGIN = "NETTOBESPARELSE_LOGIN"  # "on": no one without login
CLAIM = "NETTOBESPARELSE_ROLES"  # the claim that holds the roles; without it they are given in the store
OFF = ("", "off")
LONGEST = 100
NAMES = ("name", "preferred_username", "email")


def required() -> bool:
    """Whether one must be logged in; a setting that is not understood is taken for yes."""
    return os.environ.get(LOGIN, "").strip().lower() not in OFF


def vouching() -> Iterable[str]:
    """The headers in which a proxy vouches for a name."""
    mapping = config.get_option("server.trustedUserHeaders")
    return [header for header, key in mapping.items() if key == "name"] if isinstance(mapping, dict) else []


def subject_of(claims: Mapping[str, Any]) -> str:
    """The user's id by what the provider said; empty where it said nothing, or it counts no longer."""
    expires = claims.get("exp")
    lasts = isinstance(expires, int | float) and not isinstance(expires, bool) and expires > time.time()
    subject, provider = claims.get("sub"), claims.get("provider")
    if claims.get("is_logged_in") is not True or not lasts or not isinstance(subject, str) or not subject.strip():
        return ""
    return subject if provider == "default" else f"{provider}:{subject}"


def who(claims: Mapping[str, Any], given: Callable[[Who], Mapping[str, str]]) -> Who | None:
    """The user with their roles, which the store has `given` where no claim says them; None for no one."""
    if not required():
        vouched = _text(claims.get("name"))
        return None if vouching() and not vouched else Who("", vouched, everything=True)
    name = next((found for key in NAMES if (found := _text(claims.get(key)))), "")
    subject = subject_of(claims)
    if not subject:
        return None
    claim = os.environ.get(CLAIM, "").strip()
    user = Who(subject, name or subject[:LONGEST])
    roles = _claimed(claims.get(claim)) if claim else given(user)
    return Who(subject, user.name, roles)


def _text(found: Any) -> str:
    return found.strip()[:LONGEST] if isinstance(found, str) else ""


def _claimed(said: Any) -> dict[str, str]:
    """Roles as a claim says them, each `municipality:role`, or the role alone on a server of one municipality."""
    roles: dict[str, str] = {}
    for one in said if isinstance(said, list) else [said]:
        place, _, role = str(one).rpartition(":")
        place = place.strip().casefold() or OWN
        if role in ROLES and ROLES.index(role) >= ROLES.index(roles.get(place, ROLES[0])):
            roles[place] = role
    return roles
