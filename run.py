"""`python run.py [COMMAND]`: the commands of a site; without one, `serve`. Assembly only."""

import sys

from cms.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
