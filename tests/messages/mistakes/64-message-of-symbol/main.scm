(guard (e (#t (display (condition/report-string e))))
  (raise 'oops))
