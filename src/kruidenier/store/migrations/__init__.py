"""Changes of the books' layout, run by the program when it opens a shop."""
