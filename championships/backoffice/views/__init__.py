"""Pages of our own inside the admin, one file a noun."""
