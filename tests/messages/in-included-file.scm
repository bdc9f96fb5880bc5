(include "parts/helper.scm")
(display (helper (vector 1)))
