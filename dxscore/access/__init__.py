"""A whole program as plain values -> what each entry point does to the data, with the path to every claim."""
