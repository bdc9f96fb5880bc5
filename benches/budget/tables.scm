;;; tables -- hash tables with fixnums, strings and lists as keys.
(define t (make-hash-table))
(do ((i 0 (+ i 1))) ((= i 6000))
  (hash-table-set! t i i)
  (hash-table-set! t (number->string i) i)
  (hash-table-update!/default t (list 'key (remainder i 10)) (lambda (n) (+ n 1)) 0))
(display (hash-table-ref/default t '(key 3) #f))
