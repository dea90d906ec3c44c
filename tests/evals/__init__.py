"""Measurements on real reports, which are not part of the project. Opt-in; each prints a table.

``python -m tests.evals.reading FOLDER`` and the like; `FOLDER` is described in each module.
"""
