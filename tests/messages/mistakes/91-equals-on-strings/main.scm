(define name "Ann")
(if (= name "Ann") (display "hi Ann"))
