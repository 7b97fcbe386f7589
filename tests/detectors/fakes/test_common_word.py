from detectors.fakes.common_word import CommonWord, is_short


def used(*texts: str) -> CommonWord:
    word = CommonWord(["Harbour"])
    for text in texts:
        word.take(text.casefold().split())
    return word


def test_a_brand_that_customers_use_as_a_noun_is_an_everyday_word() -> None:
    assert used(*["we live near a harbour"] * 5, *["why is harbour so slow"] * 20).is_common


def test_a_brand_that_is_only_ever_a_name_is_none() -> None:
    assert not used(*["the harbour app fails", "my harbour claim"] * 50).is_common


def test_a_name_that_five_customers_bear_is_a_surname() -> None:
    word = used()
    for account in "abcde":
        word.meet(account)
    assert word.is_common


def test_a_brand_of_two_words_is_no_everyday_word() -> None:
    word = CommonWord(["Morning Bank"])
    word.take(["a", "morning", "bank"] * 9)
    assert not word.is_common


def test_acronyms_are_short() -> None:
    assert is_short({"klm"})
    assert not is_short({"klm", "royaldutchairlines"})
