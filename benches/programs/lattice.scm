;;; lattice -- counts the monotone maps between small lattices: deep recursion
;;; over closures and lists.
(import (scheme base) (scheme write))

;; A lattice is a pair of its elements and its order, a procedure.
(define (make-lattice elements below?) (cons elements below?))
(define (elements lattice) (car lattice))
(define (below? lattice) (cdr lattice))

(define (chain n)
  (let loop ((i n) (items '()))
    (if (= i 0) (make-lattice items <=) (loop (- i 1) (cons i items)))))

(define (product a b)
  (make-lattice
    (let outer ((xs (elements a)))
      (if (null? xs)
          '()
          (append (map (lambda (y) (cons (car xs) y)) (elements b))
                  (outer (cdr xs)))))
    (lambda (p q)
      (and ((below? a) (car p) (car q))
           ((below? b) (cdr p) (cdr q))))))

(define (every? ok? items)
  (or (null? items)
      (and (ok? (car items)) (every? ok? (cdr items)))))

;; Extends a partial map, a list of (x . y), by one element of the domain.
(define (count-maps from to)
  (let ((from<= (below? from)) (to<= (below? to)))
    (define (monotone? x y assigned)
      (every? (lambda (pair)
                (and (or (not (from<= x (car pair))) (to<= y (cdr pair)))
                     (or (not (from<= (car pair) x)) (to<= (cdr pair) y))))
              assigned))
    (let extend ((xs (elements from)) (assigned '()))
      (if (null? xs)
          1
          (let try ((ys (elements to)) (sum 0))
            (cond ((null? ys) sum)
                  ((monotone? (car xs) (car ys) assigned)
                   (try (cdr ys)
                        (+ sum (extend (cdr xs) (cons (cons (car xs) (car ys)) assigned)))))
                  (else (try (cdr ys) sum))))))))

(define (main n)
  (let* ((square (product (chain 2) (chain 2)))
         (cube (product square (chain 2))))
    (display
      (list (count-maps square cube)
            (count-maps cube (chain n))
            (count-maps (product (chain 3) (chain 3)) (chain n))))
    (newline)))

(main 7)
