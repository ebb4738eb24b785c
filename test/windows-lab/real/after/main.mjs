// Nothing: only the post step has something to do.
