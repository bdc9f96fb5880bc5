;; Throughput: all permutations of a list are kept, and replaced as a whole (like mperm and
;; paraffins): nearly everything survives its first collection.
(define (permutations items)
  (if (null? items)
      '(())
      (let loop ((before '()) (rest items) (out '()))
        (if (null? rest)
            out
            (let inner ((tails (permutations (append before (cdr rest)))) (out out))
              (if (null? tails)
                  (loop (cons (car rest) before) (cdr rest) out)
                  (inner (cdr tails) (cons (cons (car rest) (car tails)) out))))))))
(define window (make-vector 3 '()))
(do ((i 0 (+ i 1))) ((= i 10))
  (vector-set! window (modulo i 3) (permutations '(1 2 3 4 5 6 7 8 9))))
(display (map length (vector->list window)))
(newline)
