"""Pictures that go with an alert, as PNG: what a team sees before it reads."""
