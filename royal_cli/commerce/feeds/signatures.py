"""What a file is when it is no feed: known first bytes, and text that is none."""

from collections.abc import Sequence

WORKBOOK = "an Excel workbook"
OLD_EXCEL = "an old Excel workbook (xls)"
BINARY_EXCEL = "a binary Excel workbook (xlsb)"
OPEN_DOCUMENT = "an OpenDocument spreadsheet (ods)"
WEB_PAGE = "a web page"
LOCKED = "an Excel workbook with a password"
SPREADSHEETS = frozenset([OLD_EXCEL, BINARY_EXCEL, OPEN_DOCUMENT])

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x1f\x8b", "packed twice"),
    (b"PK\x03\x04", "a zip archive inside another archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a rich text document"),
)
_WEB_PAGES = (b"<!doctype html", b"<html")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What the streams of a compound file are called, where that says what it is.
_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("Workbook", OLD_EXCEL),
    ("Book", OLD_EXCEL),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a presentation"),
)
_TAR_AT = 257
_CONTROL = bytes(sorted({*range(1, 9), *range(14, 27), *range(28, 31), 127}))
_SAMPLE = 65_536


def of_bytes(head: bytes, directory: bytes = b"") -> str | None:
    """What the first bytes belong to, in words; None where they may be a feed."""
    for magic, what in _SIGNATURES:
        if head.startswith(magic):
            return what
    if head.startswith(_COMPOUND):
        return next((what for name, what in _STREAMS if name.encode("utf-16-le") in directory), OLD_EXCEL)
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "a tar archive"
    if head[:2] == b"MZ" and b"PE\x00\x00" in head[:4096]:
        return "a program"
    if head[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGES):
        return WEB_PAGE
    return "binary data" if _is_binary(head[:_SAMPLE]) else None


def directory_of(head: bytes) -> int:
    """Where in a compound file its directory begins; 0 where it is not one."""
    if not head.startswith(_COMPOUND) or len(head) < 52:
        return 0
    return (int.from_bytes(head[48:52], "little") + 1) << min(head[30], 12)


def of_archive(names: Sequence[str]) -> str | None:
    """What a zip archive with these members really is."""
    folders = {name.replace("\\", "/").partition("/")[0] for name in names}
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return BINARY_EXCEL
        return WORKBOOK if "xl" in folders else "an Office document"
    return OPEN_DOCUMENT if "mimetype" in names and "content.xml" in names else None


def _is_binary(sample: bytes) -> bool:
    """More than two percent control characters, and not just a few, or many NULs that are not those of UTF-16."""
    nulls = sample.count(0)
    if nulls and _is_wide(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return (controls > 8 and controls * 50 > len(sample)) or nulls * 10 > len(sample)


def _is_wide(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 20 > len(sample) and min(even, odd) * 20 < max(even, odd)
