"""The commands, one a module: arguments and options → a call of `pipeline.api`, and what it printed.

A module is imported with every start, so it imports what reads, sets or checks contracts only inside the command.
"""
