"""The manual of the server as a test carries it out: its blocks word for word, in a folder of the test's own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.programs import nginx

ROOT = Path(__file__).parents[1]
TEXT, LOGIN = ((ROOT / "docs" / "server" / f"{name}.md").read_text(encoding="utf-8") for name in ("README", "login"))
BLOCKS: dict[str, str] = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", TEXT + LOGIN, re.MULTILINE | re.DOTALL))
NAMES = set(re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", TEXT.partition("## ")[0], re.MULTILINE))))
PATHS = ("/opt/nettobesparelse", "/var/lib/nettobesparelse", "/var/backups/nettobesparelse", "/var/log/nginx", "/etc")
SYSTEMCTL = '#!/bin/sh\necho systemctl "$@" >> "$SYSTEMCTL_LOG"\n'
RUNUSER = '#!/bin/sh\nshift 3\nexec "$@"\n'

NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    log_format upstream '$upstream_addr $status $uri $cookie_nettobesparelse';
    access_log {folder}/access.log upstream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site};
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(file: Path) -> dict[str, str]:
    """What systemd would put into the environment."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())  # type: ignore[misc]


class Sandbox:
    """A machine as the manual describes it, in a folder: every name of the manual's table has its place in it."""

    def __init__(self, **names: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="server-"))
        self.folder.chmod(0o755)
        self.port = free_port()  # of the proxy
        program = free_port()
        self.names = {path: f"{self.folder}{path}" for path in PATHS}
        self.names |= {"443": str(self.port), "8501": str(program), "10.0.0.1": "127.0.0.2", "10.0.0.2": "127.0.0.3"}
        self.names["https://login.example.dk"] = "http://localhost:1"
        self.names |= names
        below = ("/etc/ssl/private", "/etc/nginx/sites-available", "/etc/systemd/system", "/bin", "/opt")
        for path in (*PATHS[1:], *below):
            (self.folder / path[1:]).mkdir(parents=True, exist_ok=True)
        self.install()
        self._program("systemctl", SYSTEMCTL)
        self._program("runuser", RUNUSER)

    def install(self) -> None:
        """The program as it is in the checkout."""
        installed = self.folder / "opt" / "nettobesparelse"
        installed.mkdir()
        for name in ("app.py", "budget", "assumptions", ".streamlit"):
            (installed / name).symlink_to(ROOT / name)
        (installed / ".venv").symlink_to(sys.prefix)

    def _program(self, name: str, text: str) -> None:
        (self.folder / "bin" / name).write_text(text)
        (self.folder / "bin" / name).chmod(0o755)

    @property
    def asked_of_systemd(self) -> list[str]:
        log = self.folder / "systemctl.log"
        return log.read_text().splitlines() if log.exists() else []

    def block(self, name: str) -> str:
        """A block of the manual, with its names replaced by those of this machine, in one go."""
        names = sorted(self.names, key=len, reverse=True)
        pattern = "|".join(rf"\b{name}\b" if name.isdigit() else re.escape(name) for name in names)
        return re.sub(pattern, lambda found: self.names[found[0]], BLOCKS[name])

    def write(self, name: str, path: str, more: Mapping[str, str] | None = None) -> Path:
        """A block as the file that the manual says it is; `more` are words that the manual lets one change."""
        text = self.block(name)
        for old, new in (more or {}).items():
            assert old in text
            text = text.replace(old, new)
        file = self.folder / path.lstrip("/")
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A block of commands, where systemd and other users are only written down."""
        return subprocess.run(
            ["bash", "-c", self.block(name)], env=self._own(environment), capture_output=True, text=True
        )

    def serve(self, settings: Path | None = None, log: Path | None = None) -> subprocess.Popen[bytes]:
        """The program as the unit starts it."""
        unit = self.block("service")
        (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        (folder,) = re.findall(r"^WorkingDirectory=(.*)$", unit, re.MULTILINE)
        (file,) = re.findall(r"^EnvironmentFile=(.*)$", unit, re.MULTILINE)
        own = self._own(settings_of(Path(settings or file)))
        with Path(log or os.devnull).open("ab") as said:
            return subprocess.Popen(command.split(), cwd=folder, env=own, stdout=said, stderr=said)

    def proxy(self, site: Path) -> subprocess.Popen[bytes]:
        """nginx with the manual's file, as a user without rights."""
        seen = f"access_log {self.folder}/access.log upstream;"  # beside the manual's own log
        site.write_text(site.read_text().replace("server_name", f"{seen}\n    server_name", 1))
        settings = self.folder / "nginx.conf"
        settings.write_text(NGINX.format(folder=self.folder, site=site))
        nobody: dict[str, str] = {}
        if os.geteuid() == 0:
            nobody = {"user": "nobody"}
            for folder in (self.folder, self.folder / "var/log/nginx"):
                folder.chmod(0o777)
            for file in (self.folder / "etc" / "ssl" / "private").iterdir():
                file.chmod(0o644)
        program = nginx()
        assert program is not None
        errors = (self.folder / "start.log").open("wb")
        return subprocess.Popen(
            [program, "-c", str(settings), "-e", f"{self.folder}/error.log"], stderr=errors, **nobody
        )

    def reached(self) -> list[tuple[str, str, str, str]]:
        """Of every request: which server answered it, with what, its address, and the browser's cookie."""
        lines = (self.folder / "access.log").read_text().splitlines()
        return [tuple(line.split()) for line in lines]  # type: ignore[misc]

    def _own(self, environment: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "NETTOBESPARELSE_STORE"}
        path = f"{self.folder}/bin:{kept['PATH']}"
        home = {"HOME": str(self.folder), "XDG_DATA_HOME": f"{self.folder}/data"}
        return {**kept, **home, "PATH": path, "SYSTEMCTL_LOG": f"{self.folder}/systemctl.log", **environment}

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
