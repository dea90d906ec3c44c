"""The face of the assistant by what is done: each module a group of methods that `Assistant` offers."""
