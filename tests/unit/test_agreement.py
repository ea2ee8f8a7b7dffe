"""A sentence that shows a verdict counts as the verdict's test counts."""

import pytest

from nolimits.manuscript import page
from nolimits.pagemodel.proof import proofread

ALL = "count('projects')"
OTHER = "count('projects', sector='mills')"


@pytest.fixture
def told(frozen_tables, tmp_path):
    """What is wrong with a chapter's text, where the statement p006 is weighed by a count of all projects."""
    test = {"test": "measured", "measure": ALL, "confirmed_if": "measured > 1", "refuted_if": "measured < 1"}
    frozen_tables.change("criteria", {"claim": "p006"}, **test)

    def faults(text: str) -> list[str]:
        path = tmp_path / "chapters" / "one.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        found = proofread([page("chapters/one", path)], frozen_tables.view(), whole=False)
        return [str(fault) for fault in found]

    return faults


def test_a_sentence_that_counts_as_the_test_does_is_right(told):
    assert told(f"Of {{value}}`{ALL}` it stands at {{verdict}}`p006`.") == []


def test_a_sentence_that_counts_otherwise_beside_a_verdict_is_told_with_its_place(told):
    (fault,) = told(f"A line.\n\nOf {{value}}`{OTHER}` it stands at {{verdict}}`p006`.")
    assert "one.md:3" in fault
    assert f"the test of p006 does not count {OTHER}" in fault


def test_a_sentence_of_its_own_may_count_as_it_likes(told):
    assert told(f"There are {{value}}`{OTHER}`.\nIt stands at {{verdict}}`p006`.") == []


def test_another_register_is_another_thing(told):
    assert told("Beside {value}`count('events')` it stands at {verdict}`p006`.") == []
