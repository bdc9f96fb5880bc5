(include "helpers.scm")
(display (help))
