"""The manual's units and its containers, as far as a machine without rights can carry them out."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import site
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from tests.programs import systemd_analyze
from tests.server_manual import BLOCKS, ROOT, TEXT, Sandbox, free_port

RECIPES = ROOT / "docs" / "server"
UNITS = {
    "service": "nettobesparelse.service",
    "backup-service": "nettobesparelse-backup.service",
    "backup-timer": "nettobesparelse-backup.timer",
}
MOST_EXPOSED = 25  # of 100, as `systemd-analyze security` counts; 96 is a service without any of it


@pytest.fixture
def machine() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.clear()


def done(command: list[str], **more: object) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, **more)  # type: ignore[call-overload]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return str(ran.stdout + ran.stderr)


@pytest.mark.systemd
def test_systemd_takes_the_units_and_finds_little_exposed(machine: Sandbox) -> None:
    program = systemd_analyze()
    assert program is not None
    files = [machine.write(block, f"/etc/systemd/system/{name}") for block, name in UNITS.items()]
    for file in files:
        assert f"`/etc/systemd/system/{file.name}`" in TEXT
        assert done([program, "verify", "--recursive-errors=no", "--man=no", str(file)]) == ""
    broken = machine.write("service", "/etc/systemd/system/broken.service", {"ProtectSystem=strict": "ProtectSytem=1"})
    said = subprocess.run([program, "verify", "--man=no", str(broken)], capture_output=True, text=True)
    assert "ProtectSytem" in said.stderr, "it does read what stands there"
    done([program, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(files[0])])


@pytest.mark.systemd
def test_the_journal_knows_its_settings() -> None:
    settings = configparser.ConfigParser()
    settings.optionxform = str  # type: ignore[assignment, method-assign]
    settings.read_string(BLOCKS["journal"])
    known = Path("/lib/systemd/systemd-journald").read_bytes()
    assert all(f"Journal.{key}".encode() in known or key.encode() in known for key in settings["Journal"])
    assert settings["Journal"]


def test_the_rotated_folder_is_the_one_that_the_proxy_writes_in() -> None:
    (where,) = re.findall(r"access_log (\S+) nettobesparelse;", BLOCKS["site"])
    assert Path(where).parent == Path("/var/log/nginx") and where.endswith(".log")
    assert "$request " not in BLOCKS["site"] and "$args" not in BLOCKS["site"] and "$request_uri" not in BLOCKS["site"]
    with suppress(FileNotFoundError):
        assert "/var/log/nginx/*.log {" in Path("/etc/logrotate.d/nginx").read_text()


def environment(folder: Path) -> None:
    """An environment of its own in which all libraries are found already: pip has only the program to install."""
    done([sys.executable, "-m", "venv", str(folder)])
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "others.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    script = folder / "bin" / "streamlit"
    script.write_text(f"#!{folder}/bin/python\nfrom streamlit.web.cli import main\nmain()\n")
    script.chmod(0o755)


def steps() -> list[tuple[str, str]]:
    lines = (RECIPES / "Containerfile").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


def listed(name: str) -> list[str]:
    (found,) = (json.loads(rest[rest.index("[") :]) for step, rest in steps() if step == name)
    return [str(part) for part in found]


def test_the_steps_of_the_container_make_a_program_that_runs_and_is_well(machine: Sandbox) -> None:
    home = machine.folder / "opt" / "nettobesparelse"
    shutil.rmtree(home)
    home.mkdir()
    environment(home / ".venv")
    ran = []
    for step, rest in steps():
        if step == "COPY":
            *what, where = rest.split()
            for name in what:
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, home / where)
                else:
                    (home / where).mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / name, home / where)
        elif step == "RUN" and "pip" in rest:
            for install in re.findall(r"&& (\.venv/bin/pip [^&]*)", rest):
                done(shlex.split(install), cwd=home)
            ran.append(step)
    assert ran == ["RUN"]
    port = str(free_port())
    own = {"/opt/nettobesparelse": str(home), "8501": port, "0.0.0.0": "127.0.0.1"}

    def here(parts: list[str]) -> list[str]:
        return [re.sub("|".join(map(re.escape, own)), lambda found: own[found[0]], part) for part in parts]

    store = {"NETTOBESPARELSE_STORE": f"sqlite:///{machine.folder}/cases.db"}
    command = here([*listed("ENTRYPOINT"), *listed("CMD")])
    program = subprocess.Popen(command, cwd=home, env=machine._own(store), stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                assert answer.status == 200
                break
            time.sleep(0.2)
        done(here(listed("HEALTHCHECK")))
    finally:
        program.kill()
        program.wait()
    assert subprocess.run(here(listed("HEALTHCHECK")), capture_output=True).returncode != 0


def test_what_the_container_installs_is_what_ci_installs() -> None:
    (packages,) = re.findall(r"--no-install-recommends (.*?) &&", (RECIPES / "Containerfile").read_text())
    ours = (ROOT / ".ci" / "run").read_text() + " postgresql-client"
    assert all(name in ours.split() for name in packages.split())


def test_the_containers_fit_each_other_and_the_manual(machine: Sandbox) -> None:
    services = yaml.safe_load((RECIPES / "compose.yaml").read_text(encoding="utf-8"))["services"]
    program, database, proxy = services["program"], services["database"], services["proxy"]
    assert (RECIPES / program["build"]["context"]).resolve() == ROOT
    assert (ROOT / program["build"]["dockerfile"]).is_file()
    user, name = database["environment"]["POSTGRES_USER"], database["environment"]["POSTGRES_DB"]
    assert program["environment"]["NETTOBESPARELSE_STORE"] == f"postgresql+psycopg://{user}@database/{name}"
    assert database["environment"]["POSTGRES_PASSWORD"] == program["environment"]["PGPASSWORD"]
    assert {*program["depends_on"]} == {"database"} and proxy["depends_on"] == ["program"]
    assert "ports" not in program and "ports" not in database, "only the proxy is reached from outside"
    assert program["command"] == listed("CMD")

    for file in ("cases.crt", "private/cases.key"):
        (machine.folder / "etc/ssl" / file).write_text("x")
    machine.write("site", "/etc/nginx/sites-available/nettobesparelse")
    (machine.folder / "opt/nettobesparelse/docs/server").mkdir(parents=True)
    made = machine.run("compose")
    assert made.returncode == 0, made.stderr
    folder = machine.folder / "opt/nettobesparelse/docs/server"
    mounted = {volume.partition(":")[0] for volume in proxy["volumes"]}
    assert {f"./{file.name}" for file in folder.iterdir()} == {*mounted, "./.env"}
    assert re.fullmatch(r"DATABASE_PASSWORD=[0-9a-f]{48}\n", (folder / ".env").read_text())
