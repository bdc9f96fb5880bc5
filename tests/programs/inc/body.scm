(define local 10)
(list local nested)
