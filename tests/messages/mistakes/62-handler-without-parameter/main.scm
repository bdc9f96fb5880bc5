(with-exception-handler
  (lambda () (display "error"))
  (lambda () (car '())))
