"""What to tell the team: advice, the life of an incident, its wording, its pictures and its delivery."""
