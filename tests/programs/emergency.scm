; emergency-exit runs no after thunks
(import (scheme base) (scheme write) (scheme process-context))
(dynamic-wind
  (lambda () (display "in\n"))
  (lambda () (flush-output-port) (emergency-exit 5))
  (lambda () (display "out\n")))
