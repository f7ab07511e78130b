"""A feed is opened from wherever it is, and what is no feed says so in one sentence."""

import gzip
import hashlib
import io
import os
import threading
import zipfile
from pathlib import Path

import pytest
from pytest_httpx import HTTPXMock

from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, Limits, Source, open_feed
from royal_cli.errors import Conflict, FeedError, NotFound, UsageError

FEED = b"sku,title\nTEE-M,Linen Tee\n"


def file(folder: Path, content: bytes, name: str = "feed.csv") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def gz(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def content(source: Source) -> bytes:
    with source.open_bytes() as stream:
        return stream.read()


def test_a_file_can_be_read_as_often_as_needed(tmp_path: Path) -> None:
    with open_feed(file(tmp_path, FEED)) as source:
        assert content(source) == content(source) == FEED
        assert source.name == "feed.csv"
        assert source.size == len(FEED)
        assert source.digest == hashlib.sha256(FEED).hexdigest()


def test_the_position_tells_how_much_of_the_file_was_read(tmp_path: Path) -> None:
    with open_feed(file(tmp_path, FEED * 100_000)) as source, source.open_bytes() as stream:
        stream.read(1_000_000)
        assert 1_000_000 <= source.position < source.size
        stream.read()
        assert source.position == source.size


def test_packed_feeds_are_known_by_their_content_and_not_by_their_name(tmp_path: Path) -> None:
    packed = gz(FEED)
    with open_feed(file(tmp_path, packed, "feed.csv")) as source:
        assert content(source) == FEED
        assert source.size == len(packed)
        assert source.digest == hashlib.sha256(packed).hexdigest()
    with open_feed(file(tmp_path, FEED, "feed.csv.gz")) as source:
        assert content(source) == FEED


def test_gz_members_in_a_row_are_one_feed(tmp_path: Path) -> None:
    with open_feed(file(tmp_path, gz(FEED) + gz(b"CAP,Cap\n"))) as source:
        assert content(source) == FEED + b"CAP,Cap\n"


def test_a_zip_of_one_file_is_read_and_one_of_several_is_not(tmp_path: Path) -> None:
    one = zipped({"export/": b"", "export/feed.csv": FEED, "__MACOSX/export/._feed.csv": b"junk"})
    with open_feed(file(tmp_path, one, "feed.zip")) as source:
        assert content(source) == content(source) == FEED
    with pytest.raises(FeedError, match=r"feeds\.zip is a zip archive of 2 files"):
        open_feed(file(tmp_path, zipped({"a.csv": FEED, "b.csv": FEED}), "feeds.zip"))


def test_a_zip_with_a_password_says_so(tmp_path: Path) -> None:
    locked = bytearray(zipped({"feed.csv": FEED}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(FeedError, match=r"feed\.zip cannot be unpacked: .*password"):
        open_feed(file(tmp_path, bytes(locked), "feed.zip"))


def test_an_address_is_fetched_and_shown_without_its_secrets(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url="https://shop.example/feed.csv?token=s3cret", content=FEED)

    with open_feed("https://shop.example/feed.csv?token=s3cret") as source:
        assert content(source) == content(source) == FEED
        assert source.name == "https://shop.example/feed.csv"
        kept = source.path
    assert not kept.exists()


def test_standard_input_is_kept_for_a_second_pass_and_removed_afterwards() -> None:
    with open_feed("-", stdin=io.BytesIO(FEED)) as source:
        assert content(source) == content(source) == FEED
        assert source.name == "standard input"
        kept = source.path
        assert kept.exists()
    assert not kept.exists()


def test_what_is_spooled_is_removed_when_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(FeedError, match="standard input is empty"):
        open_feed("-", stdin=io.BytesIO(b""))
    with pytest.raises(FeedError, match="standard input is larger than 1 MB"):
        open_feed("-", stdin=io.BytesIO(b"x" * 2_000_000), limits=DEFAULT_LIMITS._replace(spooled=1 << 20))

    assert list(tmp_path.iterdir()) == []


def test_a_terminal_is_no_feed() -> None:
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    with pytest.raises(UsageError, match="Nothing comes in on standard input"):
        open_feed("-", stdin=Terminal())


def test_a_named_pipe_is_read_like_standard_input(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(FEED,))
    writer.start()
    with open_feed(str(pipe)) as source:
        assert content(source) == content(source) == FEED
    writer.join()


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    for name in (str(tmp_path / "gone.csv"), file(tmp_path, FEED) + "/feed.csv", "nul\0l.csv"):
        with pytest.raises(NotFound, match="There is no file"):
            open_feed(name)


def test_a_directory_is_no_feed(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="is a directory, not a feed"):
        open_feed(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_of_somebody_else_says_so(tmp_path: Path) -> None:
    name = file(tmp_path, FEED)
    Path(name).chmod(0)
    with pytest.raises(FeedError, match="may not be read by this user"):
        open_feed(name)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "feed.csv is empty."),
        (b"\n\r\n \n\t\n", "feed.csv holds nothing but blank lines."),
        (b"\xef\xbb\xbf\n", "feed.csv holds nothing but blank lines."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "feed.csv is a PDF document, not a feed that can be read."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "feed.csv is a PNG image, not a feed that can be read."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "feed.csv is a JPEG image, not a feed that can be read."),
        (b"SQLite format 3\x00\x10\x00", "feed.csv is an SQLite database, not a feed that can be read."),
        (b"\x7fELF\x02\x01\x01", "feed.csv is a program, not a feed that can be read."),
        (b"MZ\x90\x00" + b"\x00" * 124 + b"PE\x00\x00", "feed.csv is a program, not a feed that can be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "feed.csv is an old Excel workbook (xls), not a feed that can be read."),
        (b"<!DOCTYPE html><html>Log in</html>", "feed.csv is a web page, not a feed that can be read."),
        (gz(gz(FEED)), "feed.csv is packed twice, not a feed that can be read."),
        (gz(b"x" * 257 + b"ustar\x0000"), "feed.csv is a tar archive, not a feed that can be read."),
        (bytes(range(256)) * 40, "feed.csv is binary data, not a feed that can be read."),
        (b"\x00" * 500, "feed.csv is binary data, not a feed that can be read."),
        (
            zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}),
            "feed.csv is a binary Excel workbook (xlsb), not a feed that can be read as it is.",
        ),
        (
            zipped({"mimetype": b"x", "content.xml": b"<x/>"}),
            "feed.csv is an OpenDocument spreadsheet (ods), not a feed that can be read as it is.",
        ),
        (b"PK\x03\x04 but cut off", "The zip data of feed.csv is damaged."),
        (gz(FEED)[:-12], "feed.csv ends in the middle of its compressed data."),
        (gz(FEED)[:-8] + b"\x00" * 8, "The compressed data of feed.csv is damaged."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_feed_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(FeedError) as caught:
        open_feed(file(tmp_path, content))

    assert caught.value.message == sentence


def compound(stream: str, *, directory: int) -> bytes:
    """A file as old programs and encrypted workbooks are: a header that says where the directory is."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + b"\x09\0".ljust(18, b"\0")
    header += directory.to_bytes(4, "little")
    return header.ljust(512 * (directory + 1), b"\x01") + stream.encode("utf-16-le")


@pytest.mark.parametrize("directory", [0, 5000])
@pytest.mark.parametrize(
    ("stream", "sentence", "hint"),
    [
        ("EncryptedPackage", "an Excel workbook with a password", "save it without one"),
        ("Workbook", "an old Excel workbook (xls)", "save it as xlsx"),
        ("WordDocument", "a Word document", "export the feed"),
    ],
)
def test_what_is_locked_or_old_says_how_to_go_on(
    tmp_path: Path, stream: str, sentence: str, hint: str, directory: int
) -> None:
    with pytest.raises(FeedError) as caught:
        open_feed(file(tmp_path, compound(stream, directory=directory)))

    assert caught.value.message == f"feed.csv is {sentence}, not a feed that can be read."
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_any_encoding_may_be_a_feed(tmp_path: Path, encoding: str) -> None:
    with open_feed(file(tmp_path, ("sku;titre\nTEE;Chemise d'été\n" * 50).encode(encoding))):
        pass


def test_a_zip_bomb_is_noticed_while_it_unpacks(tmp_path: Path) -> None:
    limits = Limits(unpacked=4 << 20)
    for bomb in (gz(FEED + b"0" * (8 << 20)), zipped({"feed.csv": FEED + b"0" * (8 << 20)})):
        with (
            open_feed(file(tmp_path, bomb), limits=limits) as source,
            pytest.raises(FeedError, match="looks like a zip bomb"),
        ):
            content(source)


def test_a_bomb_is_known_by_how_much_it_grows(tmp_path: Path) -> None:
    with (
        open_feed(file(tmp_path, gz(b"0," * (80 << 20)))) as source,
        source.open_bytes() as stream,
        pytest.raises(FeedError, match="looks like a zip bomb"),
    ):
        list(iter(lambda: stream.read(1 << 20), b""))


def test_a_feed_that_changes_while_it_is_read_is_a_conflict(tmp_path: Path) -> None:
    name = file(tmp_path, FEED)
    with open_feed(name) as source:
        Path(name).write_bytes(FEED + b"CAP,Cap\n")
        with pytest.raises(Conflict, match="changed while it was being read"):
            source.open_bytes()
