"""Rules and records: the standard library only, frozen records in and out, time as an argument."""
