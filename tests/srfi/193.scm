;; SRFI 193: the command line. The suite is no script.
(import (srfi 193))
(list (list? (command-line)) (list? (command-args)))
;=> (#t #t)
(list (command-name) (script-file) (script-directory))
;=> (#f #f #f)
