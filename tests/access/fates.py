"""What happens to each of `roles.PEOPLE` at a door: the rows that `roles.py` and `rooms.py` are written in."""

#                visitor token stranger owner moderator admin
ALL = """         in      in      in      in      in      in   """
SHOWN = """       in      403     in      in      in      in   """
"""What is public: it takes a scope only from who comes with a token."""

MEMBERS = """     401     403     in      in      in      in   """
OWNER = """       401     403     403     in      403     403  """
"""Things that all may see and only their owner may change."""

SECRETS = """     404     404     404     404     404     404  """
"""Whoever knows the secret of a link gets in; nobody does here."""

LINKS = """       404     403     404     404     404     404  """
"""The same of what pictures are shown by; a program needs the scope too."""

NOTHING_YET = """ 401     403     404     404     404     404  """
"""One's own things by name, where nobody asked for anything yet."""

OTHERS = """      in      403     in      403     in      in   """
"""What is not done to one's own things."""

NEVER_REPORTED = """404  403     404     404     404     404  """
"""What visitors may make too, where nobody did."""

OWN = """         401     403     404     in      404     404  """
"""What nobody else knows of."""

MODERATED = """   401     403     404     404     in      in   """
"""The same over the API, where a visitor is told to log in."""

MODERATED_NEVER_THERE = """ 401 403 404 404     404     404  """
"""The same, of something that nobody said or did yet."""

ADMINS = """      404     404     404     404     404     in   """

MODERATORS = """  404     404     404     404     in      in   """
"""Rooms that others do not know of."""
