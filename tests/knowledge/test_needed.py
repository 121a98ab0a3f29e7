"""A condition whose needed facts are all unknown is not true; the red flags go by that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers import Answers
from knowledge.conditions import holds
from knowledge.needed import known, needed
from knowledge.red_flags import fired, is_suspected, load_red_flags

NAMES = ("fever", "swelling", "locking", "cancer")
PLAIN = st.sampled_from(
    [
        "always", *NAMES, {"injury": True}, {"injury": False}, {"age": {"min": 50}},
        {"severity": {"min": 8}}, {"location": ["calf"]}, {"who": ["child"]},
    ]
)  # fmt: skip
CONDITIONS = st.recursive(
    PLAIN,
    lambda parts: st.one_of(
        st.builds(lambda some: {"all": some}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda some: {"any": some}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, parts),
        st.builds(lambda one: {"unless": one}, parts),
    ),
    max_leaves=6,
)
STATUSES = st.sampled_from(["present", "absent", "uncertain"])
ANSWERS = st.builds(
    Answers,
    age=st.sampled_from([None, 30, 70]),
    who=st.sampled_from([None, "self", "child"]),
    severity=st.sampled_from([None, 3, 9]),
    location=st.sampled_from([(), ("calf",), ("knee_front",)]),
    injury=st.sampled_from([None, True, False]),
    findings=st.dictionaries(st.sampled_from(NAMES[:3]), STATUSES),
    history=st.dictionaries(st.sampled_from(NAMES[2:]), STATUSES),
)


@given(CONDITIONS, ANSWERS, st.booleans())
def test_what_comes_out_so_has_what_it_needs(condition, answers, wanted):
    if holds(condition, answers) is wanted:
        facts = needed(condition, wanted)
        assert facts is None or not facts.isdisjoint(known(answers))


def test_of_all_parts_the_one_that_lets_the_fewest_through():
    condition = {"all": [{"any": ["fever", "swelling"]}, "cancer", {"not": "locking"}]}
    assert needed(condition) in ({("present", "cancer")}, {("absent", "locking")})
    assert needed({"any": ["fever", {"unless": "cancer"}]}) is None
    assert needed("always", wanted=False) == frozenset()


@pytest.mark.parametrize("condition", [{"mood": "bad"}, {"all": ["fever", {"mood": "bad"}]}])
def test_what_is_no_condition_is_an_error(condition):
    with pytest.raises(ValueError, match="mood"):
        needed(condition)


SIGNS = sorted({name for flag in load_red_flags().values() for _, name in needed(flag.when) or ()})


@given(
    st.dictionaries(st.sampled_from([name for name in SIGNS if name]), STATUSES, max_size=6),
    st.sampled_from([None, 8, 40, 70]),
    st.sampled_from([None, True, False]),
    st.sampled_from([(), ("calf",), ("knee_front", "hip_groin")]),
    st.sets(st.sampled_from(sorted(load_red_flags())), max_size=2),
)
def test_as_many_flags_fire_as_if_each_were_evaluated(findings, age, injury, location, suspected):
    answers = Answers(
        age=age, injury=injury, location=location, findings=findings, suspected=tuple(suspected)
    )
    every = load_red_flags().values()
    settled = {flag.id: holds(flag.when, answers) for flag in every}
    assert {flag.id for flag in fired(answers)} == {
        flag.id
        for flag in every
        if settled[flag.id] is True or (settled[flag.id] is None and is_suspected(flag, answers))
    }
