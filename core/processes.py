"""Processes that work for another one."""

import gc

import django


def begin_worker() -> None:
    """Set up a process of a pool that lives for one piece of work.

    It makes hardly any rings of objects, and would spend a third of its time in search of them.
    """
    django.setup()
    gc.disable()
