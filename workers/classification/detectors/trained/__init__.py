"""What an operator's own model says of a picture, which `run.py train` made of folders of theirs."""
