from detectors.fakes.elsewhere import Elsewhere, Outlook, Place
from detectors.fakes.learning import Lesson

FAKE = Lesson(True, {"same_name": 1.0}, "x", 3.0)


def pages() -> tuple[Outlook, Outlook]:
    board = Elsewhere()
    one = Outlook(Place("one", "x", "telezuid", frozenset({"telezuid"})), board)
    return one, Outlook(Place("two", "x", "nordpost", frozenset({"nordpost"})), board)


def test_a_fake_confirmed_on_one_page_is_known_on_the_other() -> None:
    one, two = pages()
    one.tell("x", "fake", 10, lesson=FAKE)
    assert two.facts("x", None, (), 11).fake == 1


def test_nothing_is_known_before_it_was_told() -> None:
    one, two = pages()
    one.tell("x", "fake", 10, lesson=FAKE)
    assert two.facts("x", None, (), 10).fake == 0


def test_a_verdict_taken_back_is_taken_back_everywhere() -> None:
    one, two = pages()
    one.tell("x", "fake", 10, lesson=FAKE)
    one.tell("x", "legit", 20, lesson=Lesson(False, {}, "x"))
    assert two.facts("x", None, (), 30).fake == 0


def test_the_same_number_on_another_page_links_two_accounts() -> None:
    one, two = pages()
    one.tell("x", "contact", 10, contact="phone:12345678")
    assert two.facts("y", None, ["phone:12345678"], 11).partners == ("one x",)


def test_an_account_that_serves_another_brand_too_is_known() -> None:
    one, two = pages()
    one.tell("x", "serves", 10)
    assert two.facts("x", None, (), 11).brands == 1


def test_another_brands_own_account_is_known_by_its_handle() -> None:
    _, two = pages()
    assert two.facts("17", "@TeleZuid", (), 0).official == 1


def test_a_page_hears_of_what_is_old_enough_once() -> None:
    one, two = pages()
    one.tell("x", "serves", 10)
    assert [len(two.heard(at)) for at in (10, 11, 12)] == [0, 1, 0]


def test_what_was_told_survives_saving() -> None:
    one, two = pages()
    one.tell("x", "fake", 10, lesson=FAKE)
    one.tell("x", "contact", 11, contact="mail:a@b.example")
    rows = one.changed_rows()
    again, other = pages()
    for key, values in rows.items():
        again.restore(key.removeprefix("notice "), values)
    assert other.facts("x", None, (), 20) == two.facts("x", None, (), 20)
    assert other.lessons(20) == {("one", "x"): FAKE}
    assert again.changed_rows() == {}
