"""The shipped weights, and the code that trains them."""
