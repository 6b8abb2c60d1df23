"""A shop where people do anything in any order; the books must always add up."""
