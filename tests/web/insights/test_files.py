from __future__ import annotations

import errno
import gzip
import io
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from pyarrow import parquet

from passaparola.spread import formats
from passaparola.web.cascades.models import Act, Evidence, Message
from passaparola.web.conversations.following import actions, uploads
from passaparola.web.conversations.models import Reading
from passaparola.web.insights import export, intake_file, lives
from passaparola.web.insights import queries as insights
from passaparola.web.insights.actions import settle
from passaparola.web.lifecycle import actions as lifecycle
from passaparola.web.lifecycle.actions import move
from passaparola.web.lifecycle.worker import handle_one
from passaparola.web.people.models import Handle
from web.draining import drain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand

HEAD = "id,parent,who,at,kind,channel,message,evidence,probability\n"


class Killed(BaseException):
    """The worker is gone from one moment to the next."""


class Named:
    """A file that says it is called anything at all."""

    def __init__(self, name: str) -> None:
        self.name = name

    def chunks(self) -> Iterator[bytes]:
        yield b"x"


def upload(brand: Brand, now: datetime, content: bytes | str, name: str = "acts.csv", **said: Any) -> Reading:
    data = content if isinstance(content, bytes) else content.encode()
    reading = actions.upload(brand, SimpleUploadedFile(name, data), by=None, now=now, **said)
    handle_one(lives.READING, lambda: now)
    reading.refresh_from_db()
    return reading


def kept() -> list[Path]:
    return list(uploads.path_of("").iterdir())


def test_a_file_becomes_a_message(brand: Brand, now: datetime, csv_file: SimpleUploadedFile) -> None:
    reading = upload(brand, now, csv_file.read(), "passaparola.csv")
    assert (reading.state, reading.messages_found, reading.trouble) == ("read", 1, "")
    assert reading.message is not None
    assert reading.message.title == "passaparola.csv · m1"
    evidence = dict(Act.objects.values_list("native_id", "evidence"))
    assert evidence == {"a1": Evidence.OBSERVED, "a2": Evidence.PROVED, "a3": Evidence.DECLARED}


def test_a_file_is_gone_once_it_is_read(brand: Brand, now: datetime, csv_file: SimpleUploadedFile) -> None:
    upload(brand, now, csv_file.read())
    assert kept() == []


def test_a_file_whose_reading_was_given_up_is_gone_with_the_next_one(
    brand: Brand, now: datetime, csv_file: SimpleUploadedFile
) -> None:
    given_up = actions.upload(brand, csv_file, by=None, now=now)
    move(given_up, "refused", now)
    assert len(kept()) == 1
    upload(brand, now, f"{HEAD}1,,bea,2026-03-01,publish,blog,m,observed,\n")
    assert kept() == []


def test_a_file_is_gone_when_its_reading_is_stopped(
    brand: Brand, now: datetime, csv_file: SimpleUploadedFile
) -> None:
    assert actions.cancel(actions.upload(brand, csv_file, by=None, now=now), now)
    assert kept() == []


def test_the_same_file_twice_is_one_message(
    brand: Brand, now: datetime, csv_file: SimpleUploadedFile
) -> None:
    data = csv_file.read()
    first, second = upload(brand, now, data), upload(brand, now, data)
    assert first.message == second.message
    assert Act.objects.count() == 3


def test_two_files_that_use_the_same_ids_stay_apart(brand: Brand, now: datetime) -> None:
    for who in ("bea", "carlo"):
        upload(brand, now, f"{HEAD}1,,{who},2026-03-01,publish,blog,1,observed,\n")
    assert Message.objects.count() == 2
    assert {message.acts.count() for message in Message.objects.all()} == {1}


def test_a_file_of_several_messages_becomes_several(brand: Brand, now: datetime) -> None:
    rows = "".join(f"{n},,bea,2026-03-01,publish,blog,m{n},observed,\n" for n in range(3))
    assert upload(brand, now, HEAD + rows).messages_found == 3
    assert Message.objects.count() == 3


def test_what_a_file_says_was_inferred_stays_as_it_says(brand: Brand, now: datetime) -> None:
    rows = (
        "1,,aurora,2026-03-01T09:00Z,publish,blog,m,observed,\n"
        "2,1,bea,2026-03-01T09:05Z,reshare,blog,m,observed,\n"
        "3,2,carlo,2026-03-01T10:05Z,reshare,blog,m,inferred,0.25\n"
    )
    reading = upload(brand, now, HEAD + rows)
    assert reading.message is not None
    settle(reading.message, now)
    act = Act.objects.select_related("parent").get(native_id="3")
    assert act.parent is not None
    assert (act.parent.native_id, act.evidence, act.probability) == ("2", Evidence.INFERRED, 0.25)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (f"{HEAD}1,9,bea,2026-03-01,publish,blog,m,observed,\n", "a.csv", "Row 1"),
        (f"{HEAD}1,,bea,yesterday,publish,blog,m,observed,\n", "a.csv", "Row 1"),
        (f"{HEAD}1,2,a,1,reply,b,m,observed,\n2,1,a,1,reply,b,m,observed,\n", "a.csv", "ancestor"),
        ("name,age\nbea,12\n", "a.csv", "missing"),
        (b"\xff\xfe\x00bad", "a.csv", "UTF-8"),
        (b"PAR1 and then nothing", "a.parquet", "a.parquet"),
        (b"\x1f\x8b and then nothing", "a.csv.gz", "gzip"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    brand: Brand, now: datetime, content: bytes | str, name: str, says: str
) -> None:
    reading = upload(brand, now, content, name)
    assert reading.state == "refused"
    assert says in reading.trouble
    assert "uploads" not in reading.trouble
    assert not Message.objects.exists()
    assert kept() == []


def test_orphans_become_first_acts_where_that_is_asked(brand: Brand, now: datetime) -> None:
    content = f"{HEAD}1,9,bea,2026-03-01,publish,blog,m,observed,\n"
    assert upload(brand, now, content, repair=True).state == "read"


def test_a_file_without_parents_is_completed_from_its_follows(brand: Brand, now: datetime) -> None:
    rows = (
        "1,,aurora,2026-03-01T09:00Z,publish,blog,m,observed,\n"
        "2,1,bea,2026-03-01T09:05Z,reshare,blog,m,observed,\n"
        "3,?,carlo,2026-03-01T09:06Z,reshare,blog,m,,\n"
    )
    graph = SimpleUploadedFile("follows.csv", b"follower,followed\ncarlo,bea\n")
    upload(brand, now, HEAD + rows, graph=graph)
    act = Act.objects.select_related("parent").get(native_id="3")
    assert act.parent is not None
    assert (act.parent.native_id, act.evidence) == ("2", Evidence.INFERRED)


def test_a_file_that_unpacks_to_far_more_than_it_is_is_refused(
    brand: Brand, now: datetime, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 10_000
    reading = upload(brand, now, gzip.compress(b"0" * 3_000_000), "a.csv.gz")
    assert "command line" in reading.trouble


def test_a_table_that_unpacks_to_far_more_than_it_is_is_refused(
    brand: Brand, now: datetime, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 10_000
    target = io.BytesIO()
    column = pa.array([f"{'x' * 3000}{n}" for n in range(200)])
    parquet.write_table(
        pa.table({"id": column}), target, compression="zstd", use_dictionary=False, write_statistics=False
    )
    assert "command line" in upload(brand, now, target.getvalue(), "a.parquet").trouble


def test_a_file_of_more_messages_than_a_page_can_hold_is_refused(
    brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_file, "MESSAGES", 2)
    rows = "".join(f"{n},,bea,2026-03-01,publish,blog,m{n},observed,\n" for n in range(3))
    assert "3 messages" in upload(brand, now, HEAD + rows).trouble


def test_a_file_larger_than_a_browser_may_hand_in_goes_to_the_command_line(
    brand: Brand, now: datetime, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(actions.Refused, match="command line"):
        upload(brand, now, "x" * 11)


def test_an_empty_file_is_refused_at_once(brand: Brand, now: datetime) -> None:
    with pytest.raises(actions.Refused, match="empty"):
        upload(brand, now, b"")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", "..", "x.c$h"])
def test_the_name_of_a_file_does_not_choose_where_it_is_kept(name: str) -> None:
    stored = uploads.store(Named(name))
    assert uploads.path_of(stored).resolve().parent == uploads.path_of("x").resolve().parent
    assert uploads.path_of(stored).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_export_is_read_back_as_the_same_cascade(
    brand: Brand, now: datetime, heard: Callable[..., Message], tmp_path: Path, kind: str
) -> None:
    message = heard()
    settle(message, now)
    content = {"csv": export.csv_of, "parquet": export.parquet_of}[kind](brand, message.pk)
    path = tmp_path / f"export.{kind}"
    path.write_bytes(content)
    table = formats.read(path).to_arrow(shape=True)
    written = export.table_of(brand, message.pk).drop_columns(["handle"])
    assert (
        table.drop_columns(["probability"]).to_pylist() == written.drop_columns(["probability"]).to_pylist()
    )
    assert table["probability"].to_pylist() == pytest.approx(written["probability"].to_pylist(), abs=1e-6)


def test_an_export_can_be_uploaded_again(brand: Brand, now: datetime, heard: Callable[..., Message]) -> None:
    message = heard()
    settle(message, now)
    reading = upload(brand, now, export.csv_of(brand, message.pk))
    drain(lives.LIVES, lambda: now)
    assert reading.message is not None
    reading.message.refresh_from_db()
    assert reading.message.summary == message.summary


def test_an_exported_handle_is_no_formula(brand: Brand, now: datetime, heard: Callable[..., Message]) -> None:
    message = heard()
    message.acts.get(native_id="share-bea").handle.__class__.objects.filter(native_id="did:bea").update(
        handle="=cmd|'/c calc'!A1"
    )
    lines = export.csv_of(brand, message.pk).decode().splitlines()
    assert "'=cmd" in next(line for line in lines if "share-bea" in line)


def test_what_was_repaired_and_what_the_reader_noted_stay_with_the_message(
    brand: Brand, now: datetime
) -> None:
    first = "a,,anna,2026-03-01T09:00:00Z,publish,,m,observed,\n"
    orphan = "b,gone,bea,2026-03-01T09:01:00Z,reshare,,m,observed,\n"
    message = upload(brand, now, HEAD + first + orphan, repair=True).message
    assert message is not None
    settle(message, now)
    message.refresh_from_db()
    assert [(gap["what"], gap["count"]) for gap in message.gaps] == [("missing sources", 1)]
    weibo = upload(brand, now, "6\t1\t0\t2\t1:0 1/2/3:60", "paths.casflow.txt", format="casflow").message
    assert weibo is not None
    assert [gap["what"] for gap in weibo.gaps] == ["the whole file"]


def chain(n: int, *, evidence: str = "observed") -> str:
    """A message passed on from each to the next."""
    rows = (
        f"a{k},{f'a{k - 1}' if k else ''},p{k},{1_700_000_000 + k},reshare,blog,m,"
        f"{evidence if k else 'observed'},{0.5 if k and evidence == 'inferred' else ''}\n"
        for k in range(n)
    )
    return HEAD + "".join(rows)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let others write after every second row."""
    monkeypatch.setattr(lifecycle, "TURN", 2)


@pytest.mark.usefixtures("turns")
def test_a_large_file_lets_others_write_in_between(
    brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def look(_seconds: float) -> None:
        seen.append((Act.objects.count(), insights.messages_of(brand).total))

    monkeypatch.setattr("time.sleep", look)
    assert upload(brand, now, chain(7)).state == "read"
    assert {2, 4, 6, 7} <= {acts for acts, _ in seen}
    assert {shown for _, shown in seen} == {0}
    assert insights.messages_of(brand).total == 1


@pytest.mark.usefixtures("turns")
@pytest.mark.parametrize("evidence", ["observed", "inferred"])
@pytest.mark.parametrize("steps", range(1, 14, 3))
def test_a_file_cut_short_anywhere_is_taken_in_whole_and_once(
    brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch, evidence: str, steps: int
) -> None:
    left = [steps]

    def die(_seconds: float) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    monkeypatch.setattr("time.sleep", die)
    data = chain(7, evidence=evidence)
    with suppress(Killed):
        upload(brand, now, data)
    left[0] = 0
    later = now + timedelta(minutes=10)
    drain(lives.LIVES, lambda: later)
    links = dict(Act.objects.values_list("native_id", "parent__native_id"))
    assert links == {f"a{k}": f"a{k - 1}" if k else None for k in range(7)}
    assert [row.message.state for row in insights.messages_of(brand).rows] == ["settled"]
    assert {act.get_evidence_display() for act in Act.objects.exclude(native_id="a0")} == {evidence}


@pytest.mark.usefixtures("turns")
def test_of_a_file_that_is_stopped_half_way_nothing_stays(
    brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_seconds: float) -> None:
        if Act.objects.count() > 3 and (reading := Reading.objects.filter(state="unpacking").first()):
            actions.cancel(reading, now)

    monkeypatch.setattr("time.sleep", stop)
    assert upload(brand, now, chain(7)).state == "cancelled"
    assert not Act.objects.exists()
    assert not Message.objects.exists()
    assert not Handle.objects.exists()
    assert kept() == []


class Endless(SimpleUploadedFile):
    """A file that is larger than the disk."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"x" * (chunk_size or 9)
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_finds_no_room_is_refused_and_leaves_nothing(brand: Brand, now: datetime) -> None:
    with pytest.raises(actions.Refused, match="no room"):
        actions.upload(brand, Endless("acts.csv", b"x"), by=None, now=now)
    assert kept() == []
    assert not Reading.objects.exists()


def test_a_full_disk_is_said_to_be_full(
    brand: Brand, now: datetime, csv_file: SimpleUploadedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(intake_file, "_keep", full)
    assert "no room left" in upload(brand, now, csv_file.read()).trouble
    monkeypatch.undo()
    drain(lives.LIVES, lambda: now + timedelta(minutes=10))
    assert insights.messages_of(brand).total == 1


def test_a_file_that_is_not_there_is_said_so(
    brand: Brand, now: datetime, csv_file: SimpleUploadedFile
) -> None:
    reading = actions.upload(brand, csv_file, by=None, now=now)
    uploads.path_of(reading.stored_as).unlink()
    handle_one(lives.READING, lambda: now)
    reading.refresh_from_db()
    assert (reading.state, reading.trouble) == ("refused", intake_file.NOT_HERE)
