"""The table of transitions that every workflow of the curated rooms is written as."""

from foundation.workflows import Transition, Workflow

FLOW = Workflow(
    initial="draft",
    transitions={
        "submit": Transition(frozenset({"draft"}), "submitted", frozenset({"state"})),
        "note": Transition(frozenset({"submitted"}), None, frozenset({"network"})),
        "decline": Transition(frozenset({"submitted"}), "declined", frozenset({"network"}), needs_note=True),
    },
    owners={"draft": "state", "submitted": "network", "declined": "nobody"},
)


def test_states_that_can_be_reached_are_found_from_the_table():
    assert FLOW.reachable() == {"draft", "submitted", "declined"} == set(FLOW.owners)


def test_possible_actions_depend_on_the_state():
    assert FLOW.possible("submitted") == ["note", "decline"]
    assert FLOW.is_possible("submit", "draft")
    assert not FLOW.is_possible("submit", "declined")


def test_diagram_names_every_transition():
    lines = FLOW.diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> draft"]
    assert "    draft --> submitted: submit (state)" in lines
    assert "    submitted --> submitted: note (network)" in lines
