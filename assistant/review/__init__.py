"""The review desk: sentences in order of risk, decisions on them, comments, sign-off and its log."""
