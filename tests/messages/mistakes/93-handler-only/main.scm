(with-exception-handler (lambda (e) (display "bad")))
