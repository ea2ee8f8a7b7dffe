"""`python -m nolimits.cli` is the command `nolimits`."""

import sys

from nolimits.cli import main

sys.exit(main())
