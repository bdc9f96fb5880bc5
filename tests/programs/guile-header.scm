#!/usr/bin/guile -s
-*- scheme -*-
!#
;; A header of Guile ends with a line of its own.
(display "after the header")
(newline)
