"""The parts pages are built from; each paints itself from the tokens."""
