"""Every verb of the shop and the rights it asks for, read from its source: so that none is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from kruidenier import shop
from kruidenier.shop.office.staff import Permission

ROOM = Path(shop.__file__).parent


@dataclass(frozen=True)
class Verb:
    """A function that does something for somebody, here and now."""

    name: str
    """Such as `goods.waste.waste`."""
    function: Callable[..., Any]
    rights: frozenset[Permission]
    """Without one of these it is refused, whatever it is asked to do."""
    sometimes: bool
    """It asks for a right only in some cases."""

    @property
    def nothing(self) -> dict[str, None]:
        """Nothing for everything that it must be given: the right comes before all else."""
        given = signature(self.function).parameters.values()
        return {p.name: None for p in given if p.default is p.empty and p.name not in ("session", "at", "now")}


@cache
def verbs() -> tuple[Verb, ...]:
    """List all verbs."""
    return tuple(verb for file in sorted(ROOM.rglob("*.py")) for verb in _verbs_of(file))


def _verbs_of(file: Path) -> Iterator[Verb]:
    place = ".".join(file.relative_to(ROOM).with_suffix("").parts)
    functions = {f.name: f for f in ast.parse(file.read_text("utf-8")).body if isinstance(f, ast.FunctionDef)}
    for name, function in functions.items():
        asked = {arg.arg for arg in (*function.args.args, *function.args.kwonlyargs)}
        if name.startswith("_") or not {"session", "at", "now"} <= asked:
            continue
        module = import_module(f"kruidenier.shop.{place}")
        always, sometimes = _asks(function, functions, module)
        yield Verb(f"{place}.{name}", getattr(module, name), frozenset(always), bool(sometimes))


def _asks(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], module: Any) -> tuple[set[Any], set[Any]]:
    """Tell the rights that a function always asks for, and those it asks for only in some cases."""
    always: set[Any] = set()
    sometimes: set[Any] = set()
    for statement in function.body:
        certain = not isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.Try)
        for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if called == "require" and [ast.unparse(arg) for arg in call.args][:1] == ["at"]:
                right = call.args[1]
                if isinstance(right, ast.IfExp):
                    sometimes |= {_read(part, module) for part in (right.body, right.orelse)}
                else:
                    (always if certain else sometimes).add(_read(right, module))
            elif called in functions and functions[called] is not function and called.startswith("_"):
                inner, perhaps = _asks(functions[called], functions, module)
                (always if certain else sometimes).update(inner)
                sometimes |= perhaps
    return always, sometimes - always


def _read(right: ast.expr, module: Any) -> Permission:
    return Permission(eval(ast.unparse(right), vars(module)))
