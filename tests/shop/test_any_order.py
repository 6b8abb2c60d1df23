"""Whatever is done in whatever order, the books add up: a random shop, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.kit import Stand
from tests.machine.calling_back import CallingBack
from tests.machine.counter import Selling
from tests.machine.counting_up import CountingUp
from tests.machine.goods_come_in import GoodsComeIn
from tests.machine.handling import Handling


class Shop(GoodsComeIn, Handling, CallingBack, CountingUp, Selling):
    """People at the door, in the back room and at the tills, who do anything at all."""


def run(make: Callable[[], Stand], *, examples: int, steps: int) -> None:
    machine = type("AnyShop", (Shop,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )


def test_any_order_of_deeds_keeps_the_books(new_stand: Callable[[], Stand]):
    run(new_stand, examples=6, steps=25)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_any_order_of_very_many_deeds_keeps_the_books(new_stand: Callable[[], Stand], database: str):
    run(new_stand, examples={"sqlite": 30, "postgresql": 10}[database], steps=80)
