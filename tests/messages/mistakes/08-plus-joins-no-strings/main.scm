(define name "Ann")
(display (+ "Hello " name))
