"""Who uses the program: roles and what they may do, accounts, passwords."""
