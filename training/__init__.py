"""How the text reader is trained; not part of the installed program."""
