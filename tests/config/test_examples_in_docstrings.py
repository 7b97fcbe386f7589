import doctest

import pytest

from config import document, duration, faults, locate


@pytest.mark.parametrize("module", [document, duration, faults, locate], ids=lambda module: module.__name__)
def test_examples_in_docstrings_are_true(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried
    assert not failed
