"""Pictures from sources that moderators blocked are removed."""
