; exit inside a guard and inside a handler is no exception
(import (scheme base) (scheme write) (scheme process-context))
(guard (e (#t (display "caught\n")))
  (with-exception-handler
   (lambda (e) (display "handler ") (write e) (newline) (exit 3))
   (lambda () (dynamic-wind (lambda () #f) (lambda () (raise 'x)) (lambda () (display "after\n"))))))
