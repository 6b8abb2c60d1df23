"""Till: baskets, sales, payments, corrections and the drawer."""
