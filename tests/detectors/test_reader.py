from __future__ import annotations

import pytest

from detectors.reader import TextReader


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader.load()


def test_a_text_reads_the_same_alone_and_in_company(reader: TextReader) -> None:
    texts = ["Mein Paket ist seit Wochen verschwunden!", "Takk for hjelpen", "", "😀", "Waar blijft mijn bestelling?"]
    together = reader.read(texts)
    alone = [reader.read([text])[0] for text in texts]
    assert [r.language for r in together] == [r.language for r in alone]
    assert [r.complaint for r in together] == pytest.approx([r.complaint for r in alone], abs=1e-4)


def test_a_batch_of_nothing_is_read_as_nothing(reader: TextReader) -> None:
    assert reader.read([]) == []
