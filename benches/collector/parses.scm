;; Throughput: a table of all parses of all parts of ambiguous sentences is filled (like earley): lists are
;; appended to and searched, and die together with their table.
(define rules '((s (s s) (a b) (b a)) (a (s a) (a s)) (b (s b) (b s) (b b))))
(define words '((x s a) (y s b) (z b)))

(define (parses-of-word word)
  (map (lambda (symbol) (list symbol word)) (cdr (assq word words))))

;; The trees that two parses make together.
(define (joined left right out)
  (let loop ((rules rules) (out out))
    (if (null? rules)
        out
        (loop (cdr rules)
              (if (member (list (car left) (car right)) (cdar rules))
                  (cons (list (caar rules) left right) out)
                  out)))))

;; At most `most` parses of each symbol are kept.
(define (thinned parses most)
  (let loop ((parses parses) (counts '()) (out '()))
    (if (null? parses)
        out
        (let ((known (assq (caar parses) counts)))
          (cond ((not known) (loop (cdr parses) (cons (list (caar parses) 1) counts) (cons (car parses) out)))
                ((< (cadr known) most)
                 (set-car! (cdr known) (+ 1 (cadr known)))
                 (loop (cdr parses) counts (cons (car parses) out)))
                (else (loop (cdr parses) counts out)))))))

(define (table-of sentence most)
  (let* ((n (vector-length sentence)) (table (make-vector (* n (+ n 1)) '())))
    (do ((i 0 (+ i 1))) ((= i n))
      (vector-set! table (+ (* i (+ n 1)) (+ i 1)) (parses-of-word (vector-ref sentence i))))
    (do ((size 2 (+ size 1))) ((> size n))
      (do ((from 0 (+ from 1))) ((> (+ from size) n))
        (let ((to (+ from size)))
          (let middle ((at (+ from 1)) (out '()))
            (if (= at to)
                (vector-set! table (+ (* from (+ n 1)) to) (thinned out most))
                (middle (+ at 1)
                        (let lefts ((left (vector-ref table (+ (* from (+ n 1)) at))) (out out))
                          (if (null? left)
                              out
                              (lefts (cdr left)
                                     (let rights ((right (vector-ref table (+ (* at (+ n 1)) to))) (out out))
                                       (if (null? right)
                                           out
                                           (rights (cdr right) (joined (car left) (car right) out)))))))))))))
    table))

(define (sentence n)
  (let ((words (make-vector n 'x)))
    (do ((i 0 (+ i 1))) ((= i n) words)
      (vector-set! words i (vector-ref '#(x y x z y) (modulo (* i i) 5))))))

(define kept '())
(do ((i 0 (+ i 1))) ((= i 4))
  (let ((table (table-of (sentence 20) 12)))
    (set! kept (if (= 0 (modulo i 2)) (list table) (cons table kept)))))
(display (map (lambda (table) (length (vector-ref table 20))) kept))
(newline)
