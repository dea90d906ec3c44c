"""The rules, one module a family: a paper goes in, hits come out. Pure."""
