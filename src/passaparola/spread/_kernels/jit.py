"""The one decorator every kernel goes through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Kernel = TypeVar("Kernel", bound="Callable[..., Any]")


def kernel(function: Kernel) -> Kernel:
    """Compile `function` to machine code on its first call.

    Cached on disk, so that only the first run on a machine pays. Lets go of the interpreter's lock, so that
    plain threads run kernels side by side. fastmath is off: the same numbers on every machine. Kernels check
    their own indices, since nothing else does.
    """
    compile_with = partial(numba.njit, nogil=True, fastmath=False, error_model="numpy")
    try:
        compiled: Any = compile_with(cache=True)(function)
    except RuntimeError:
        # numba finds no folder to cache in (neither the package's nor the home can be written): every process
        # then pays for itself, as a daemon's user without a home does.
        compiled = compile_with(cache=False)(function)
    return cast("Kernel", compiled)
