"""All settings under one name; each concept has a module of its own.

docs/operations.md lists every variable that is read.
"""

from borgerforloeb.settings.browser import *
from borgerforloeb.settings.database import *
from borgerforloeb.settings.environment import *
from borgerforloeb.settings.keys import *
from borgerforloeb.settings.logs import *
from borgerforloeb.settings.signing_in import *
from borgerforloeb.settings.site import *
from borgerforloeb.settings.work import *
