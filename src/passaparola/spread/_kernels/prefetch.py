"""Asking memory for what a loop will touch soon, so that it does not wait for one line after the other."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

AHEAD = 24
"""How many rows ahead to ask: about a memory's delay, at some nanoseconds a row; others are untried."""

_TO_WRITE, _KEEP, _DATA = 1, 3, 1  # the operands of LLVM's `llvm.prefetch`, by its language reference


def _prefetch(_typing: Any, array: Any, place: Any) -> Any:
    """Bring the line of `array[place]` near, to be written; changes nothing, whatever `place` is.

    `array` is one-dimensional and contiguous.
    """
    del place

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = context.make_array(signature.args[0])(context, builder, arguments[0])
        word, byte = ir.IntType(32), ir.IntType(8).as_pointer()
        address = builder.bitcast(builder.gep(view.data, [arguments[1]]), byte)
        shape = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [byte], shape)
        builder.call(ask, [address, *(ir.Constant(word, one) for one in (_TO_WRITE, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(array, types.intp), emit


prefetch: Any = intrinsic(_prefetch)
