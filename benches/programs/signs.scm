;;; signs -- square matrices of ones and minus ones with orthogonal rows: folds, maps and closures over lists.
(import (scheme base) (scheme write))

(define (fold f init items)
  (if (null? items) init (fold f (f init (car items)) (cdr items))))

(define (transpose m) (apply map list m))
(define (dot a b) (fold + 0 (map * a b)))

(define (product a b)
  (let ((columns (transpose b)))
    (map (lambda (row) (map (lambda (column) (dot row column)) columns)) a)))

(define (rows n)
  (if (= n 0)
      '(())
      (let ((shorter (rows (- n 1))))
        (append (map (lambda (row) (cons 1 row)) shorter)
                (map (lambda (row) (cons -1 row)) shorter)))))

(define (orthogonal? m row)
  (fold (lambda (all other) (and all (= 0 (dot other row)))) #t m))

;; How many matrices of `n` rows begin with those of `m`, backwards.
(define (extensions n m all)
  (if (= (length m) n)
      (if (= (fold (lambda (sum row) (+ sum (fold + 0 row))) 0 (product m (transpose m))) (* n n)) 1 0)
      (fold (lambda (count row)
              (if (orthogonal? m row) (+ count (extensions n (cons row m) all)) count))
            0 all)))

(define (main n rounds)
  (let ((all (rows n)))
    (do ((i 0 (+ i 1)) (count 0 (+ count (extensions n (list (car all)) all))))
        ((= i rounds) (display count) (newline)))))

(main 4 150)
