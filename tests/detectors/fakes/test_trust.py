from hypothesis import given
from hypothesis import strategies as st

from detectors.fakes.trust import Trust, personalised

EDGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60)


def trust(*edges: tuple[str, str]) -> Trust:
    made = Trust()
    for source, target in edges:
        made.add(source, target)
    return made


def test_a_friend_of_the_brands_friend_is_near_it() -> None:
    assert trust(("brand", "desk"), ("desk", "branch")).nearness({"brand"}, "branch") > 0.5


def test_following_the_brand_brings_nobody_nearer() -> None:
    assert trust(("fake", "brand"), ("brand", "desk")).nearness({"brand"}, "fake") == 0


def test_one_named_by_somebody_who_names_everybody_is_hardly_near() -> None:
    many = [("desk", f"a{n}") for n in range(100)]
    assert trust(("brand", "desk"), *many).nearness({"brand"}, "a5") < 0.1


def test_what_was_seen_survives_saving() -> None:
    before = trust(("brand", "desk"), ("desk", "branch"))
    after = Trust()
    for key, targets in before.changed_rows().items():
        after.restore(key.removeprefix("trust "), targets)
    assert after.nearness({"brand"}, "branch") == before.nearness({"brand"}, "branch")
    assert after.changed_rows() == {}


@given(EDGES)
def test_ranks_are_a_part_of_one(pairs: list[tuple[int, int]]) -> None:
    edges: dict[str, dict[str, None]] = {}
    for source, target in pairs:
        edges.setdefault(str(source), {})[str(target)] = None
    ranks = personalised(edges, {"0"})
    assert 0 < sum(ranks.values()) <= 1 + 1e-9
