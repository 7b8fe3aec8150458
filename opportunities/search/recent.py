"""Results that were asked for lately."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """A function of one argument that keeps its last results, and tells what it was asked for."""

    def __init__(self, function: Callable[[Key], Value], size: int) -> None:
        self._function, self._size = function, size
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, key: Key) -> Value:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = self._function(key)
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value

    def keys(self) -> list[Key]:
        """What it was asked for and keeps, the latest last."""
        with self._lock:
            return list(self._kept)
