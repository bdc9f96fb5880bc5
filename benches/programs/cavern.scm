;;; cavern -- digs a maze into a grid that is a list of lists and never changed: the rooms behind a
;;; wall are joined by renaming the one side.
(import (scheme base) (scheme write))

(define (upto n f)
  (let loop ((i (- n 1)) (items '()))
    (if (< i 0) items (loop (- i 1) (cons (f i) items)))))

(define (fold f seed items)
  (if (null? items) seed (fold f (f seed (car items)) (cdr items))))

(define (replaced items i f)
  (if (= i 0)
      (cons (f (car items)) (cdr items))
      (cons (car items) (replaced (cdr items) (- i 1) f))))

(define (without items i)
  (if (= i 0) (cdr items) (cons (car items) (without (cdr items) (- i 1)))))

(define (at grid x y) (list-ref (list-ref grid y) x))
(define (put grid x y mark)
  (replaced grid y (lambda (row) (replaced row x (lambda (old) mark)))))

(define (shuffled items seed)
  (if (null? items)
      '()
      (let* ((seed (modulo (+ (* seed 4021) 13849) 65536))
             (i (modulo seed (length items))))
        (cons (list-ref items i) (shuffled (without items i) seed)))))

;; The open cells next to one, as pairs of coordinates.
(define (neighbours grid x y size)
  (define (open x y)
    (if (and (<= 0 x) (< x size) (<= 0 y) (< y size) (at grid x y)) (list (cons x y)) '()))
  (append (open (- x 1) y) (open (+ x 1) y) (open x (- y 1)) (open x (+ y 1))))

(define (rename grid x y old new size)
  (if (equal? (at grid x y) old)
      (fold (lambda (grid cell) (rename grid (car cell) (cdr cell) old new size))
            (put grid x y new)
            (neighbours grid x y size))
      grid))

(define (all-differ? items)
  (or (null? items) (and (not (member (car items) (cdr items))) (all-differ? (cdr items)))))

(define (dig grid wall size)
  (let* ((x (car wall)) (y (cdr wall)) (around (neighbours grid x y size))
         (marks (map (lambda (cell) (at grid (car cell) (cdr cell))) around)))
    (if (all-differ? marks)
        (put (fold (lambda (grid cell)
                     (rename grid (car cell) (cdr cell) (at grid (car cell) (cdr cell)) wall size))
                   grid
                   around)
             x y wall)
        grid)))

(define (maze size seed)
  (define (room? x y) (and (even? x) (even? y)))
  (define (wall? x y) (odd? (+ x y)))
  (let ((grid (upto size (lambda (y) (upto size (lambda (x) (and (room? x y) (cons x y)))))))
        (walls (apply append
                      (upto size (lambda (y)
                        (apply append (upto size (lambda (x) (if (wall? x y) (list (cons x y)) '())))))))))
    (fold (lambda (grid wall) (dig grid wall size)) grid (shuffled walls seed))))

(define (main n)
  (do ((i 0 (+ i 1))
       (grid '() (maze 15 i)))
      ((= i n)
       (for-each (lambda (row)
                   (for-each (lambda (mark) (display (if mark "." "#"))) row)
                   (newline))
                 grid))))

(main 60)
