import os
(display 1)
