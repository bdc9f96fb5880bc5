; exit runs the after thunks of dynamic-wind, innermost first, then ends with its code
(import (scheme base) (scheme write) (scheme process-context))
(dynamic-wind
  (lambda () (display "in1\n"))
  (lambda ()
    (dynamic-wind
      (lambda () (display "in2\n"))
      (lambda () (display "body\n") (exit 7) (display "never\n"))
      (lambda () (display "out2\n"))))
  (lambda () (display "out1\n")))
(display "never\n")
