from detectors.storms.naming import Named
from detectors.storms.plot import Plot
from detectors.storms.topics import Said


def named(label: str, share: float = 0.5, began: int = 10, key: str = "") -> Named:
    told = tuple(Said(began, k, f"{label}{k}", "r", ()) for k in range(8))
    return Named(key or label, label, share, told, began)


def test_a_large_topic_that_was_not_there_before_is_news() -> None:
    plot = Plot()
    plot.tell([named("storing")], 20)
    assert plot.novelty == ""
    plot.tell([named("storing"), named("geld terug")], 30)
    assert plot.novelty == "geld terug"


def test_another_form_of_a_topic_or_another_label_of_its_key_is_no_news() -> None:
    plot = Plot()
    plot.tell([named("storing"), named("sneeuw", key="#weather")], 20)
    plot.tell([named("stroomstoring"), named("ijzel", key="#weather")], 30)
    assert plot.novelty == ""


def test_a_topic_began_when_it_was_first_seen_to() -> None:
    plot = Plot()
    plot.tell([named("storing", began=12)], 20)
    plot.tell([named("storingen", began=40)], 60)
    assert plot.topics[0].began == 12


def test_a_topic_that_stands_out_no_more_stays_as_it_was_told() -> None:
    plot = Plot()
    plot.tell([named("storing")], 20)
    plot.tell([], 30)
    assert [t.label for t in plot.topics] == ["storing"]


def test_a_deleted_example_gives_way_to_the_next() -> None:
    plot = Plot()
    plot.tell([named("storing")], 20)
    first, second = plot.topics[0].examples[:2]
    assert plot.drop(first)
    assert plot.topics[0].examples[0] == second
    assert not plot.drop(first)


def test_it_is_the_same_after_a_restart() -> None:
    plot = Plot()
    plot.tell([named("storing")], 20)
    plot.tell([named("geld terug")], 30)
    assert Plot.of(plot.state()) == plot
