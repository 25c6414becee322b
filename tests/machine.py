"""A machine of the tests' own that systemd has begun: this one's files under a layer that is thrown away, with
processes, network, users and services of its own. The manual's lines are typed on it as they stand, by root.

It needs root, or sudo that asks for no password, and a kernel that lets one lay a file system over another.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.programs import as_root
from tests.server_manual import BLOCKS, ROOT

# In place of the machine's own devices, which it must not touch, it has the few that programs need.
BEGIN = """
set -e
mount --make-rprivate /
mount -t tmpfs none {folder}
mkdir {folder}/layer {folder}/work {folder}/root
mount -t overlay none -o lowerdir=/,upperdir={folder}/layer,workdir={folder}/work {folder}/root
cd {folder}/root
mount -t tmpfs none dev
for one in null zero full random urandom tty; do touch dev/$one; mount --bind /dev/$one dev/$one; done
mkdir dev/pts dev/shm dev/mqueue dev/hugepages
mount -t devpts -o newinstance,ptmxmode=0666 none dev/pts
ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin; ln -s /proc/self/fd/1 dev/stdout; ln -s /proc/self/fd/2 dev/stderr
mount -t tmpfs none dev/shm
mount -t proc none proc
mount -t sysfs none sys
mkdir -p sys/fs/cgroup
mount -t cgroup2 none sys/fs/cgroup
mount -t tmpfs none run
mount -t tmpfs none tmp
cp -a {origin} srv/origin
rm -rf var/log/journal opt/nettobesparelse usr/sbin/policy-rc.d
for address in 127.0.0.1/8 10.0.0.1/32 10.0.0.2/32; do ip address add $address dev lo 2>/dev/null || true; done
ip link set lo up
pivot_root . mnt
umount -l /mnt
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target
"""
UNSHARED = ("--mount", "--pid", "--fork", "--uts", "--ipc", "--net", "--cgroup", "--kill-child")
FETCHING = {"machine", "install", "upgrade"}  # their lines reach packages, over this machine's network


class Machine:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.typed: set[str] = set()  # the blocks of the manual that were
        self.origin = Path(tempfile.mkdtemp(prefix="origin-")) / "origin"
        subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{ROOT}", str(self.origin)], check=True)
        subprocess.run(["git", "-C", str(self.origin), "switch", "-q", "-C", "released"], check=True)
        begin = BEGIN.format(folder=self.folder, origin=self.origin)
        command = [*as_root(), "unshare", *UNSHARED, "bash", "-c", begin]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            self.first = self._first()
        except BaseException:
            self.stop()
            raise

    def _first(self) -> str:
        """The process of systemd, when it has begun everything."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            for one in self._below(str(self.process.pid)):
                self.first = one
                with suppress(OSError):  # what came before systemd may be gone meanwhile
                    named = Path(f"/proc/{one}/comm").read_text().strip()
                    said = self._done("systemctl is-system-running", own=True) if named == "systemd" else None
                    if said is not None and said.stdout.strip() in ("running", "degraded"):
                        return one
            assert self.process.poll() is None, "the machine did not begin"
            time.sleep(0.2)
        raise AssertionError("the machine is not up after two minutes")

    def _below(self, process: str) -> list[str]:
        """What a process began, the nearest first; sudo stands between us and the machine where there is one."""
        found = subprocess.run(["pgrep", "-P", process], capture_output=True, text=True).stdout.split()
        return [*found, *(below for one in found for below in self._below(one))]

    def _done(self, lines: str, own: bool) -> subprocess.CompletedProcess[str]:
        spaces = ["-m", "-p", "-u", "-i", "-C", *(["-n"] if own else [])]
        enter = [*as_root(), "nsenter", "-t", self.first, *spaces, "-r", "-w"]
        kept = {name: value for name, value in os.environ.items() if "proxy" in name.lower() or name.startswith("PIP_")}
        clean = {**kept, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
        command = [
            *enter,
            "env",
            "-i",
            *(f"{name}={value}" for name, value in clean.items()),
            "bash",
            "-e",
            "-c",
            lines,
        ]
        return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def do(self, lines: str, own: bool = True) -> str:
        """What root's shell says to the lines, each of which must go well."""
        done = self._done(lines, own)
        assert done.returncode == 0, f"{lines}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout + done.stderr

    def block(self, name: str, *changes: tuple[str, str]) -> str:
        """A block of the manual; `changes` are what the manual itself says that one puts in."""
        self.typed.add(name)
        text = BLOCKS[name]
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return text

    def type(self, name: str, *changes: tuple[str, str]) -> str:
        return self.do(self.block(name, *changes), own=name not in FETCHING)

    def write(self, name: str, path: str, *changes: tuple[str, str], after: bool = False) -> None:
        """A block as the file that the manual says it is, or `after` what stands there."""
        text = self.block(name, *changes)
        self.do(f"cat {'>>' if after else '>'} {path} <<'END-OF-BLOCK'\n{text}END-OF-BLOCK")

    def stop(self) -> None:
        """All of its processes end with the first."""
        for one in [*self._below(str(self.process.pid)), str(self.process.pid)]:
            subprocess.run([*as_root(), "kill", "-9", one], capture_output=True)
        self.process.wait()
        for _ in range(100):  # the layer goes with the last of them
            for folder in (self.folder, self.origin.parent):
                shutil.rmtree(folder, ignore_errors=True)
            if not self.folder.exists():
                break
            time.sleep(0.1)
