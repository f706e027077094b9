"""Rules for addresses. Each would compile two functions that write its addresses, 0.1 s for all at every start."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """Compiles what writes its addresses when one is first written; most rules of a process never write any."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        name, compiled = "_build_unknown" if append_unknown else "_build", super()._compile_builder

        def later(rule: Rule, /, **values: Any) -> tuple[str, str]:
            made = compiled(append_unknown).__get__(rule, None)
            setattr(rule, name, made)
            written: tuple[str, str] = made(**values)
            return written

        return later
