"""Every line of the manual, typed as it stands on a machine that systemd has begun, in the manual's order."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.machine import Machine
from tests.server_manual import BLOCKS, LOGIN, TEXT

pytestmark = pytest.mark.machine
SITE = "/etc/nginx/sites-available/nettobesparelse"
ENV = "/etc/nettobesparelse.env"
COPIES = "/var/backups/nettobesparelse"
PROXY = "curl -sS --cacert /etc/ssl/cases.crt --resolve cases.example.dk:443:127.0.0.1 -H 'Accept: text/html'"
SOCKET = "--http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' "
SOCKET += "-H 'Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==' -H 'Origin: https://cases.example.dk' -o - "
SAVE = """
cd /opt/nettobesparelse; set -a; . /etc/nettobesparelse.env
runuser -u nettobesparelse -- .venv/bin/python -c '
from budget.case import read_case
from budget.store import New, open_store
new = New(read_case("herning-2013"), "Mette", "", "0.2.0", {{"net": [1.5, None], "payback_year": 2014}})
open_store().save("herning-2013", {base}, new, "{base}")'
"""
WELL = """
for n in $(seq 300); do curl -fsS http://{address}:8501/health >/dev/null 2>&1 && exit; sleep 0.2; done
systemctl status --no-pager nettobesparelse; journalctl --namespace nettobesparelse -n 40; exit 1
"""
HELD = "1 cases, {} versioner"


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    made = Machine()
    yield made
    made.stop()


def save(machine: Machine, base: int) -> None:
    machine.do(SAVE.format(base=base))


def copy_of(machine: Machine) -> tuple[str, str]:
    """The day in the manual, and that of the newest copy that there is: a test may run past midnight."""
    return "2027-01-31", machine.do(f"ls {COPIES}").split()[-1].partition(".")[2]


def answers(machine: Machine, path: str = "/", more: str = "") -> str:
    """The status and the page that the proxy gives."""
    return machine.do(f"{PROXY} {more} -w '%{{http_code}}' https://cases.example.dk{path}")


def well(machine: Machine, address: str = "127.0.0.1") -> None:
    """The service is up, when it has had the time to begin."""
    machine.do(WELL.format(address=address))


def test_1_the_program_is_installed(machine: Machine) -> None:
    machine.type("machine")
    machine.do("git clone -q /srv/origin /opt/nettobesparelse")
    machine.type("install")
    assert "nettobesparelse" in machine.do("stat -c %U /var/lib/nettobesparelse")


def test_2_the_service_starts_as_its_own_user_and_is_well(machine: Machine) -> None:
    machine.write("settings", ENV)
    machine.write("service", "/etc/systemd/system/nettobesparelse.service")
    machine.write("journal", "/etc/systemd/journald@nettobesparelse.conf")
    machine.type("start")
    well(machine)
    said = machine.type("health")
    assert '"status":"ok"' in said and "nettobesparelse_visits" in said
    assert machine.do("systemctl is-enabled nettobesparelse").strip() == "enabled"
    assert machine.do("ps -o user:20= -p $(systemctl show -P MainPID nettobesparelse)").strip() == "nettobesparelse"
    assert machine.do("stat -c '%U %a' /var/lib/nettobesparelse").strip() == "nettobesparelse 700"
    assert machine.do("journalctl --namespace nettobesparelse -u nettobesparelse -o cat"), "a journal of its own"
    machine.do("systemctl kill -s KILL nettobesparelse")
    well(machine)


def test_3_the_proxy_stands_before_it_and_its_log_is_rotated(machine: Machine) -> None:
    machine.write("site", SITE)
    machine.type("hash")
    machine.type("certificate")
    machine.type("start-proxy")
    assert answers(machine).endswith("200") and "Streamlit" in answers(machine)
    assert "101 Switching" in machine.do(f"{PROXY} -i -m 3 {SOCKET} https://cases.example.dk/_stcore/stream || true")
    for inside in ("/health", "/metrics", "/_stcore/metrics"):
        assert answers(machine, inside).endswith("403")
    log = "/var/log/nginx/nettobesparelse.log"
    assert " 403 " in machine.do(f"cat {log}")
    machine.do("logrotate -f /etc/logrotate.d/nginx")
    assert " 403 " in machine.do(f"cat {log}.1")
    asked = f"{PROXY} -o /dev/null https://cases.example.dk/"  # until nginx, which is told of the new file, has it
    machine.do(f"for n in $(seq 50); do {asked}; grep ' 200 ' {log} && exit; sleep 0.2; done; exit 1")


def test_4_copies_are_taken_by_the_timer_and_restored(machine: Machine) -> None:
    save(machine, 0)
    machine.write("backup", "/opt/nettobesparelse-backup")
    machine.write("backup-service", "/etc/systemd/system/nettobesparelse-backup.service")
    machine.write("backup-timer", "/etc/systemd/system/nettobesparelse-backup.timer")
    assert HELD.format(1) in machine.type("start-backup")
    assert "nettobesparelse-backup.timer" in machine.do("systemctl list-timers --no-pager")
    save(machine, 1)
    assert machine.type("restore-sqlite", copy_of(machine)).count(HELD.format(1)) == 2, (
        "the copy, and the store that came of it"
    )
    well(machine)


def test_5_the_next_version_is_fetched_with_a_copy_first_and_a_way_back(machine: Machine) -> None:
    someone = "-c user.name=x -c user.email=x@example.dk"
    machine.do(f"git -C /srv/origin {someone} commit -q --allow-empty -m 'The next version'")
    before = machine.do("git -C /opt/nettobesparelse log -1 --format=%H").strip()
    machine.do(f"rm {COPIES}/*")
    machine.type("upgrade")
    well(machine)
    assert machine.do("git -C /opt/nettobesparelse log -1 --format=%s").strip() == "The next version"
    assert machine.do("cat /opt/nettobesparelse-before").strip() == before and machine.do(f"ls {COPIES}")
    machine.do("cd /opt/nettobesparelse; git checkout -q $(cat /opt/nettobesparelse-before)")
    well(machine)


def test_6_postgresql_has_two_roles_and_several_servers_share_it(machine: Machine) -> None:
    machine.do("echo 127.0.0.1 db.example >> /etc/hosts; hba=$(ls /etc/postgresql/*/main/pg_hba.conf); "
               "sed -i 's/scram-sha-256$/trust/' $hba; systemctl restart postgresql")  # fmt: skip
    machine.do("for n in $(seq 50); do pg_isready -q -h 127.0.0.1 && exit; sleep 0.2; done; exit 1")
    machine.do(f"runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 <<'END'\n{machine.block('roles')}END")
    machine.type("migrate")
    machine.write("settings-of-several", ENV)
    machine.write("settings-of-owner", "/etc/nettobesparelse-owner.env")
    machine.do(f"chmod 600 /etc/nettobesparelse-owner.env; sed -i '/^upstream/,/^}}/d' {SITE}")
    machine.write("several", SITE, after=True)
    machine.do("systemctl restart nettobesparelse; systemctl reload nginx")
    well(machine, "10.0.0.1")
    assert answers(machine).endswith("200")
    save(machine, 0)
    machine.do(f"rm -f {COPIES}/*; systemctl start nettobesparelse-backup")
    machine.do("runuser -u postgres -- psql -qc 'ALTER ROLE nettobesparelse_owner CREATEDB'")
    assert machine.type("restore-postgresql", copy_of(machine)).count(HELD.format(1)) == 2


def test_7_with_login_no_one_is_let_in_who_is_not_known(machine: Machine) -> None:
    machine.write("settings-of-login", ENV, after=True)
    secrets = "/etc/nettobesparelse.secrets.toml"
    secret = machine.do("openssl rand -hex 32").strip()
    machine.write("secrets", secrets, ("at least 32 random characters", secret))
    machine.do(f"chown nettobesparelse {secrets}; chmod 600 {secrets}")
    assert "5f1c2e90" in machine.type("member")
    machine.do("systemctl restart nettobesparelse")
    well(machine, "10.0.0.1")
    said = answers(machine, "/?case=herning-2013", "-i")
    assert (
        said.endswith("401") and "Log ind" in said and "Secure" in re.findall(r"(?i)set-cookie: asked-for.*", said)[0]
    )
    assert "Refused no identity: http /" in machine.do(
        "journalctl --namespace nettobesparelse -u nettobesparelse -o cat"
    )
    machine.write("settings-under-a-path", ENV, after=True)
    machine.do("systemctl restart nettobesparelse")
    well(machine, "10.0.0.1")
    assert answers(machine, "/budget/").endswith("401") and 'href="/budget/log-ind"' in answers(machine, "/budget/")


def test_8_the_proxy_s_file_of_the_containers_is_made(machine: Machine) -> None:
    """They themselves are not begun: no engine for containers is here (tests/test_server_recipes.py)."""
    machine.write("site", SITE)
    machine.type("hash")
    machine.type("compose")
    assert "server program:8501;" in machine.do("cat /opt/nettobesparelse/docs/server/site.conf")


def test_9_every_block_was_typed_and_nothing_stands_outside_of_them(machine: Machine) -> None:
    fences = re.findall(r"^```(\w*) ?(\S*)$", TEXT + LOGIN, re.MULTILINE)
    assert all(name for kind, name in fences if kind), "every block has a name"
    assert len([kind for kind, _ in fences if kind]) == len(BLOCKS), "and one of its own"
    assert machine.typed == {*BLOCKS}
