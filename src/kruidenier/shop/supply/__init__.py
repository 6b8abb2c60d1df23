"""Supply: who gives or sells goods to the shop."""
