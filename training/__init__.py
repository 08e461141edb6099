"""How the shipped reading model is made, from open data and from sentences of our own."""
