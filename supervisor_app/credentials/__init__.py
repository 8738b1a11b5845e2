"""Open Badges 3.0, proofs, the QR payload, trust and verdicts. No SQL, no Qt."""
