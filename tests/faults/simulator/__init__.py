"""A world of laptops and one shared file in which everything that can happen does, from one seed."""
