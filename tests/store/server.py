"""A PostgreSQL server of the tests' own: Debian's program, a folder that is thrown away, a free port."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.programs import postgres

USER = "postgres"


class Server:
    """`largest` limits the size of its files, in bytes: what a full disk is to a database."""

    def __init__(self, largest: int | None = None) -> None:
        program = postgres()
        assert program is not None
        self._programs = Path(program).parent
        self._largest = largest
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        # PostgreSQL refuses to run as root.
        self._account: str | None = USER if os.geteuid() == 0 else None
        if self._account:
            os.chown(self._folder, pwd.getpwnam(USER).pw_uid, -1)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._data = self._folder / "data"
        made = [self._programs / "initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(made, user=self._account, cwd=self._folder, check=True, stdout=subprocess.DEVNULL)
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self.start()

    def start(self) -> None:
        options = [f"port={self._port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self._folder}"]
        command = [self._programs / "postgres", "-D", self._data, *(part for one in options for part in ("-c", one))]
        self._process = subprocess.Popen(
            command,
            user=self._account,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=self._limited if self._largest else None,
        )
        until = time.monotonic() + 60
        while True:
            with suppress(psycopg.OperationalError), psycopg.connect(self._address("postgres")):
                return
            assert self._process.poll() is None and time.monotonic() < until, "PostgreSQL did not start"
            time.sleep(0.05)

    def _limited(self) -> None:
        assert self._largest is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._largest, self._largest))

    def kill(self) -> None:
        """As a machine that loses its power would: no process of the server gets to finish anything."""
        assert self._process is not None
        children = self._children()
        self._process.send_signal(signal.SIGKILL)
        for one in children:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The server is there, takes connections, and answers nothing meanwhile."""
        assert self._process is not None
        every = [self._process.pid, *self._children()]
        for one in every:
            os.kill(one, signal.SIGSTOP)
        yield
        for one in every:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)

    def _children(self) -> list[int]:
        assert self._process is not None
        started = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self._process.pid)], capture_output=True, text=True)
        return [int(one) for one in started.stdout.split()]

    def stop(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"cases{self._databases}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/{name}"

    def program(self, name: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs, such as pg_dump, on a database of this server."""
        subprocess.run([self._programs / name, *arguments], check=True, capture_output=True)

    def _address(self, name: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self._port}/{name}"
