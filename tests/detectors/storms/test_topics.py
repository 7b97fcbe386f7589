from detectors.storms.topics import UsualWords


def test_its_memory_stays_small():
    words = UsualWords()
    for k in range(400):
        words.learn([tuple(f"w{k}x{n}" for n in range(14))])
    assert len(words.counts) <= 1400
