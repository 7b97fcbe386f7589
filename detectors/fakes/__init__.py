"""The parts of the fake-account detector: names, claims, lures, style, graph, timing, score."""
