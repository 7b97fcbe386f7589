"""The parts of the storm detector: counts, what is usual, how unusual, a storm's life and topics."""
