(call-with-output-file "no-such-directory/out.txt"
  (lambda (p) (write 1 p)))
