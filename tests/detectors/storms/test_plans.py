from datetime import UTC, datetime, timedelta

from config.schema import PlannedEvent
from detectors.storms.plans import Plan, Plans
from detectors.storms.plot import Told

START = datetime(2026, 3, 3, tzinfo=UTC)
END = START + timedelta(days=2)


def event(name: str = "price rise 1 January", **more: object) -> PlannedEvent:
    return PlannedEvent.model_validate({"name": name, "from": START.isoformat(), "to": END.isoformat()} | more)


def topic(key: str, share: float) -> Told:
    return Told(key, share, (), 0, key)


def plan(planned: PlannedEvent) -> Plan:
    found = Plans([planned]).of(START, START)
    assert found
    return found


def test_a_storm_that_reaches_into_an_event_lies_in_it() -> None:
    plans, hour = Plans([event()]), timedelta(hours=1)
    assert plans.of(START - hour, START + hour)
    assert plans.of(END - hour, END + hour)
    assert not plans.of(START - 2 * hour, START - hour)
    assert not plans.of(END, END + hour)


def test_what_an_event_is_about_is_read_from_its_name() -> None:
    assert plan(event()).is_off_topic([topic("#outage", 0.5), topic("#price_rise", 0.2)])
    assert not plan(event()).is_off_topic([topic("#outage", 0.2), topic("#price_rise", 0.5)])


def test_the_config_can_say_what_it_is_about() -> None:
    assert not plan(event(topics=["outage"])).is_off_topic([topic("#outage", 0.5)])
    assert plan(event(topics=["outage"])).is_off_topic([topic("#price_rise", 0.5)])


def test_people_s_own_words_and_small_topics_are_not_taken_for_another_matter() -> None:
    assert not plan(event()).is_off_topic([topic("duurder", 0.8), topic("#outage", 0.2)])


def test_an_event_of_which_nothing_is_known_may_be_about_anything() -> None:
    assert not plan(event("week 12")).is_off_topic([topic("#outage", 0.9)])
