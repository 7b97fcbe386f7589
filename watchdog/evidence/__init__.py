"""The evidence pack: a notice about one account in the shape that the EU's Digital Services Act asks for."""
