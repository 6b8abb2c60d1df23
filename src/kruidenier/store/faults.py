"""What a server says of a fault, without the values of the row: its details and its log would quote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, StatementError

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Engine, ExceptionContext
    from sqlalchemy.engine.interfaces import DBAPIConnection

DATA_FAULTS = "22"
"""Begins the states of faults whose first line quotes a value already."""
QUIET = """
DO $$ DECLARE rule text[]; BEGIN
  FOREACH rule SLICE 1 IN ARRAY ARRAY[['log_min_messages', 'log'], ['log_parameter_max_length', '0']] LOOP
    BEGIN PERFORM set_config(rule[1], rule[2], false);
    EXCEPTION WHEN insufficient_privilege OR undefined_object THEN NULL; END;
  END LOOP;
END $$
"""
"""Keeps values out of the server's log too, where our account may say so; else its administrator must.

Faults stand in our own log; a statement that the server logs for its slowness has none of its values.
"""


def keep_values_out(engine: Engine) -> None:
    """Let no fault that a server tells, and no line that it logs of us, say what stood in a row."""

    @event.listens_for(engine, "connect")
    def _quiet(driver: DBAPIConnection, _record: object) -> None:
        with driver.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(QUIET)
        driver.commit()

    @event.listens_for(engine, "handle_error")
    def _say_less(context: ExceptionContext) -> None:
        fault = context.original_exception
        if context.sqlalchemy_exception is not None and isinstance(fault, Exception):
            raise told(fault, context.dialect, context.statement, lost=context.is_disconnect) from fault


def told(fault: Exception, dialect: Dialect, statement: str | None = None, *, lost: bool = False) -> StatementError:
    """Tell a server's fault by its first line, or by its state alone where that line quotes a value."""
    state: str | None = getattr(fault, "sqlstate", None)
    if state is not None:
        fault.args = (state if state.startswith(DATA_FAULTS) else str(fault).partition("\n")[0],)
    driver = dialect.loaded_dbapi.Error
    return DBAPIError.instance(statement, None, fault, driver, connection_invalidated=lost, dialect=dialect)
