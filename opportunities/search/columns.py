"""Columns of a snapshot: numpy arrays under names, in memory or in files that many processes map together."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]


def save(columns: Columns, folder: Path) -> None:
    """Write each column to a file of its own in `folder`."""
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column, allow_pickle=False)


def load(folder: Path) -> Columns:
    """The columns in `folder`, mapped: what is not read takes no memory, and processes share what is."""
    return {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in folder.glob("*.npy")}


class Blobs(Sequence[bytes]):
    """Byte strings in one column, by their number."""

    def __init__(self, content: Bytes, offsets: Offsets) -> None:
        self._content = content
        self._offsets = offsets

    @classmethod
    def of(cls, parts: Iterable[bytes]) -> "Blobs":
        """The byte strings, joined."""
        parts = list(parts)
        offsets = np.zeros(len(parts) + 1, np.int64)
        np.cumsum([len(part) for part in parts], out=offsets[1:])
        return cls(np.frombuffer(b"".join(parts), np.uint8), offsets)

    @classmethod
    def in_columns(cls, columns: Columns, name: str) -> "Blobs":
        """The byte strings that were put under `name`."""
        return cls(columns[name], columns[f"{name}_offsets"])

    def columns(self, name: str) -> Columns:
        """The two columns that hold them."""
        return {name: self._content, f"{name}_offsets": self._offsets}

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: Any) -> Any:
        return self._content[self._offsets[number] : self._offsets[number + 1]].tobytes()


class SortedTexts:
    """Texts in the order of their code points, found by bisection where they lie."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def __len__(self) -> int:
        return len(self._blobs)

    def __iter__(self) -> Iterator[str]:
        return (blob.decode() for blob in self._blobs)

    def __getitem__(self, number: int) -> str:
        return str(self._blobs[number], "utf-8")

    def find(self, text: str) -> int | None:
        """The number of a text; None where it is not there."""
        # UTF-8 keeps the order of code points.
        wanted = text.encode()
        number = bisect_left(self._blobs, wanted)
        return number if number < len(self._blobs) and self._blobs[number] == wanted else None

    def with_prefix(self, prefix: str) -> range:
        """The numbers of all texts that begin with `prefix`."""
        wanted = prefix.encode()
        first = bisect_left(self._blobs, wanted)
        return range(first, bisect_left(self._blobs, True, lo=first, key=lambda blob: not blob.startswith(wanted)))
