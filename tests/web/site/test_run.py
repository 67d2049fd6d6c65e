"""The installation as a person meets it: started, signed in to, ended."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from web.site.conftest import Installation, Person, alive, until

if TYPE_CHECKING:
    from pathlib import Path

LET_IN = "import sys; from passaparola.web.site import doorkeeper; sys.exit(doorkeeper.let_in(*sys.argv[1:]))"
pytestmark = pytest.mark.enable_socket


def hops(person: Person, address: str) -> set[int]:
    found: dict[str, dict[str, list[int]]] = json.loads(person.get(f"{address}map.json"))
    return set(found["acts"]["hop"])


def messages(person: Person) -> list[str]:
    page = person.get(re.findall(r'href="(/b/[^/"]+/)', person.get("/"))[0] + "messages/")
    return sorted(set(re.findall(r'href="(/b/[^/"]+/messages/\d+/)"', page)))


def test_from_the_first_start_to_the_end(installation: Installation) -> None:
    first = installation.start()
    said = installation.said()
    assert f"Passaparola is at http://127.0.0.1:{installation.port}" in said
    assert not [path for path in installation.data.rglob("*") if path.stat().st_mode & 0o077]
    person = Person(installation.port)
    assert "DEMO" in person.sign_in(*installation.login())
    until(lambda: len(messages(person)) >= 7, seconds=30)
    until(lambda: any({0, 1, 2, 3} <= hops(person, address) for address in messages(person)), seconds=30)
    until(lambda: json.loads(person.get("/health"))["worker"]["alive"], seconds=30)

    children = installation.children()
    assert any("serving" in command for command in children.values())
    assert any("working" in command for command in children.values())
    status, seconds = installation.end()
    assert status == 0
    assert seconds < 15
    until(lambda: not any(map(alive, children)), seconds=5)

    login = installation.login()
    second = installation.start()
    assert installation.login() == login
    # how long it takes is measured in docs/operate.md: other tests may be loading the machine
    assert installation.end(signal.SIGTERM)[0] == 0
    sys.stdout.write(f"first start {first:.1f} s, second {second:.1f} s, end {seconds:.1f} s\n")


def test_no_child_outlives_a_parent_that_was_killed(installation: Installation) -> None:
    installation.start()
    children = installation.children()
    assert len(children) >= 2
    assert installation.process
    installation.process.kill()
    installation.process.wait()
    until(lambda: not any(map(alive, children)), seconds=15)
    # and the port is free again
    installation.start()
    installation.end()


def test_a_part_that_dies_is_started_again(installation: Installation) -> None:
    installation.start()
    parts = ("site.working", "site.working sending", "site.working hearing", "site.serving")
    # A part that has just been begun still bears its parent's name for a moment.
    until(
        lambda: all(any(each.endswith(part) for each in installation.children().values()) for part in parts)
    )
    before = installation.children()
    for part in parts:
        victim = min(pid for pid, command in before.items() if command.endswith(part))
        os.kill(victim, signal.SIGKILL)
    until(lambda: installation.said().count("has been started again") == len(parts), seconds=30)
    until(lambda: answers(installation), seconds=30)
    assert not set(installation.children()) & set(before)
    assert installation.end()[0] == 0


def answers(installation: Installation) -> bool:
    try:
        Person(installation.port).get("/login/")
    except OSError:
        return False
    return True


def test_it_ends_while_it_is_still_starting(installation: Installation) -> None:
    process = subprocess.Popen([sys.executable, "-m", "passaparola.web.site.run"], env=installation.env)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) in (0, -signal.SIGINT)


def test_without_the_demo_there_is_no_login_but_one_can_be_made(installation: Installation) -> None:
    installation.env["PASSAPAROLA_DEMO"] = "0"
    installation.start()
    assert "password" not in installation.said()
    assert not (installation.data / "demo-login.txt").exists()
    made = subprocess.run(
        [sys.executable, "-c", LET_IN, "anna@example.org", "Officina"],
        env=installation.env,
        capture_output=True,
        text=True,
        check=True,
    )
    page = Person(installation.port).sign_in("anna@example.org", made.stdout.split()[-1])
    assert "Officina" in page
    installation.end()


def test_a_login_for_what_is_no_email_is_refused(installation: Installation) -> None:
    command = [sys.executable, "-c", LET_IN, "anna", "Officina"]
    done = subprocess.run(command, env=installation.env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "anna is no e-mail address" in one_sentence(done.stderr)


def one_sentence(said: str) -> str:
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    assert lines[0].startswith("passaparola: ")
    return lines[0]


def test_a_port_in_use_is_said_in_one_sentence(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        status, said = installation.fail()
    assert status == 2
    assert f"Port {installation.port} is in use" in one_sentence(said)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "eighty", "PORT=eighty is no number from 1 to 65535"),
        ("PORT", "70000", "PORT=70000 is no number"),
        ("PASSAPAROLA_WORKERS", "0", "PASSAPAROLA_WORKERS=0 is no number"),
        ("PASSAPAROLA_LOG", "loud", "PASSAPAROLA_LOG=loud is no level"),
        ("PASSAPAROLA_ADDRESS", "voce.example", "is no web address"),
        ("TZ", "Europe/Roma", "TZ=Europe/Roma is no time zone"),
        ("DATABASE_URL", "mysqul://me:hunter2@host/name", "DATABASE_URL begins with no database known here"),
        ("PASSAPAROLA_BIND", "192.0.2.1", "Nothing can listen on 192.0.2.1"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_one_sentence(
    installation: Installation, name: str, value: str, words: str
) -> None:
    installation.env[name] = value
    status, said = installation.fail()
    assert status == 2
    assert words in one_sentence(said)


def test_a_data_folder_that_cannot_be_is_said_in_one_sentence(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    installation.env["PASSAPAROLA_DATA"] = str(tmp_path / "file" / "data")
    status, said = installation.fail()
    assert status == 2
    assert "cannot be used (not a directory)" in one_sentence(said)


def test_a_full_disk_is_said_in_one_sentence(installation: Installation) -> None:
    import resource  # noqa: PLC0415 - not there on every system

    done = subprocess.run(
        [sys.executable, "-m", "passaparola.web.site.run"],
        env=installation.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert done.returncode == 2
    assert "no room left for the data" in one_sentence(done.stdout + done.stderr)


def test_a_database_of_something_else_is_said_in_one_sentence(installation: Installation) -> None:
    if "DATABASE_URL" in installation.env:
        pytest.skip("about the file of SQLite")
    installation.data.mkdir()
    (installation.data / "passaparola.sqlite3").write_text("not a database at all" * 1000)
    status, said = installation.fail()
    assert status == 2
    assert "is damaged or none of ours" in one_sentence(said)


def test_a_database_that_does_not_answer_is_said_without_its_password(installation: Installation) -> None:
    pytest.importorskip("psycopg")
    installation.env["DATABASE_URL"] = "postgres://me:hunter2@127.0.0.1:1/none"
    status, said = installation.fail()
    assert status == 2
    assert "check DATABASE_URL" in one_sentence(said)
    assert "hunter2" not in said
