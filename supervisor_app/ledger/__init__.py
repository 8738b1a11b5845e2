"""The signed, chained entries that are the truth: canonical bytes, hashes, signatures, clocks, vectors. No SQL, no Qt."""
