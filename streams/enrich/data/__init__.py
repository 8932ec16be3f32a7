"""Tables of the entity step, and the scripts that make the generated ones."""
