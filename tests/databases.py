"""Empty shops on the tests' PostgreSQL server; what a test wrote is taken out again: that is quicker than a new one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE name text; filled boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', name) INTO filled;
    IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name); END IF;
  END LOOP;
END $$;
CREATE SCHEMA kept_numbers;
CREATE TABLE kept_numbers.sequences AS SELECT * FROM pg_sequences WHERE schemaname = 'public';
"""
"""Keep what an empty shop has in a schema beside it."""

PUT_BACK = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;  -- neither triggers nor foreign keys are in the way
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    IF pg_relation_size(format('public.%I', name)) > 200000 THEN EXECUTE format('TRUNCATE public.%I CASCADE', name);
    ELSE EXECUTE format('DELETE FROM public.%I', name); END IF;
  END LOOP;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
    EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE kept.%I', name, name);
  END LOOP;
  PERFORM setval(format('public.%I', sequencename), coalesce(last_value, start_value), last_value IS NOT NULL)
    FROM kept_numbers.sequences;
END $$;
"""

LAYOUT = """
SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
  SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) AS line FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
) AS layout
"""


class Databases:
    """Databases on one server that each hold an empty shop, lent to one test after another."""

    def __init__(self, server: str, *, template: str) -> None:
        """Make ready to lend; the template is a database with an empty shop."""
        self.server = server
        self.template = template
        on_server(self._address(template), KEEP)
        self.layout = on_server(self._address(template), LAYOUT)
        self.free: list[str] = []

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Lend the address of an empty shop."""
        name = self.free.pop() if self.free else self._made()
        address = self._address(name)
        yield address
        if on_server(address, LAYOUT) == self.layout:
            on_server(address, PUT_BACK)
            self.free.append(name)
        else:  # a test of upgrades or of the guards
            on_server(self.server, f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self) -> str:
        name = f"shop_{uuid.uuid4().hex}"
        on_server(self.server, f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    def _address(self, name: str) -> str:
        return named(self.server, name)


def on_server(address: str, statements: str) -> str | None:
    """Run statements on a server, outside any transaction; tell the first value of the last one, if it has any."""
    import psycopg

    with psycopg.connect(address.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True) as server:
        answer = server.execute(statements.encode())
        row = answer.fetchone() if answer.description else None
    return None if row is None else str(row[0])


def named(server: str, database: str) -> str:
    """Name another database on the same server."""
    from sqlalchemy import make_url

    return make_url(server).set(database=database).render_as_string(hide_password=False)
