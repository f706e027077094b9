"""What is new from the people, tags and albums that somebody follows, and following tags and albums."""
