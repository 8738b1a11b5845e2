"""Files in and out: people lists and checklists."""
