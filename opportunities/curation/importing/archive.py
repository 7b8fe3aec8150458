"""Looks into a workbook's archive before anything unpacks it: bombs, macros, declarations, joined cells."""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from opportunities.curation.importing.refusal import RefusedFileError, shown

MOST_INFLATED = 200_000_000  # bytes of all members together
MOST_TEXTS = 60_000_000  # of the shared texts, which stay in memory
MOST_OTHER = 5_000_000  # of any member that is neither a sheet nor a picture, as each is read whole
MOST_MEMBERS = 2_000
MOST_RATIO = 250  # times that a large member may be larger than it is packed
_LARGE = 10_000_000
_AT_ONCE = 1_000_000
_OVERLAP = 200  # bytes of the part before, in which something may begin that ends in the next

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # how Microsoft's older files begin, and ones with a password
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_JOINED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]{0,80}?ref=[\"']([A-Z0-9:$]{2,40})[\"']")
_MACROS = re.compile(r"vbaProject|xl/macrosheets/", re.IGNORECASE)


@dataclass
class Archive:
    """What a look at the members found: the first joined cells of each sheet, by the member's name."""

    joined: dict[str, str] = field(default_factory=dict)


def is_workbook(raw: bytes) -> bool:
    """Whether the file is meant to be a workbook, readable or not."""
    return raw.startswith((b"PK\x03\x04", _OLD_OR_LOCKED))


def looked_through(raw: bytes) -> Archive:
    """A workbook's archive, every member of it unpacked once and thrown away. Raises RefusedFileError."""
    if raw.startswith(_OLD_OR_LOCKED):
        raise RefusedFileError(
            "This workbook is locked with a password, or is of the old kind (.xls). Save it as .xlsx without one."
        )
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            return _looked_through(packed)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise RefusedFileError("This is no workbook that can be read: the file is damaged or cut off.") from error
    except zlib.error as error:
        raise RefusedFileError("This is no workbook that can be read: the file is damaged.") from error


def inflated_size(raw: bytes) -> int:
    """How many bytes a workbook says that it holds; those of the file itself where it is none."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            return sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return len(raw)


def _looked_through(packed: zipfile.ZipFile) -> Archive:
    members = packed.infolist()
    names = [member.filename for member in members]
    if "xl/workbook.xml" not in names:
        raise RefusedFileError("This is no Excel workbook. Save it as .xlsx (“Excel Workbook”), or as CSV in UTF-8.")
    if len(names) > MOST_MEMBERS or len(set(names)) < len(names):
        raise RefusedFileError("This workbook is packed in a strange way. Save it again with a spreadsheet program.")
    if any(map(_MACROS.search, names)):
        raise RefusedFileError("This workbook holds macros. Save it as .xlsx (“Excel Workbook”) without them.")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFileError("This workbook is locked with a password. Save it without one.")
    _refuse_bomb(sum(member.file_size for member in members), MOST_INFLATED)
    found, total = Archive(), 0
    for member in members:
        total += _look_at(packed, member, found, MOST_INFLATED - total)
    return found


def _look_at(packed: zipfile.ZipFile, member: zipfile.ZipInfo, found: Archive, most: int) -> int:
    """Unpack one member, bit by bit; gives its size. Declared sizes are a promise that nobody has to keep."""
    size, before, is_xml = 0, b"", member.filename.lower().endswith((".xml", ".rels", ".vml"))
    with packed.open(member) as file:
        while part := file.read(_AT_ONCE):
            size += len(part)
            _refuse_bomb(size, min(most, _most_of(member)))
            if is_xml:
                _look_for_traps(before + part, member.filename, found)
            before = part[-_OVERLAP:]
    return size


def _most_of(member: zipfile.ZipInfo) -> int:
    """How many bytes a member may unpack to."""
    by_ratio = max(_LARGE, member.compress_size * MOST_RATIO)
    name = member.filename.lower()
    if name.startswith(("xl/worksheets/", "xl/media/", "xl/drawings/")):
        return by_ratio
    return min(by_ratio, MOST_TEXTS if name == "xl/sharedstrings.xml" else MOST_OTHER)


def _refuse_bomb(size: int, most: int) -> None:
    if size > most:
        raise RefusedFileError(
            f"This workbook unpacks to far more than it seems (at most {MOST_INFLATED // 1_000_000} MB in all are "
            "read). Keep only the sheet with the entries, or split the file."
        )


def _look_for_traps(part: bytes, name: str, found: Archive) -> None:
    if b"\0" in part or _DECLARATION.search(part):
        raise RefusedFileError(
            f"A part of this workbook ({shown(name)}) is not written as spreadsheet programs write it, and may refer "
            "to something outside. Save it again with a spreadsheet program."
        )
    if name.startswith("xl/worksheets/") and (joined := _JOINED.search(part)):
        found.joined.setdefault(name, joined[1].decode())
