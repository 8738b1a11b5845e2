"""What a user can do, one module per journey. No Qt."""
