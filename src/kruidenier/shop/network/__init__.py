"""Network: the food-aid projects around the shop."""
