;;; puzzle -- fills a box with blocks by backtracking over vectors of booleans.
(import (scheme base) (scheme write))

(define width 6)
(define height 7)
(define cells (* width height))

(define board (make-vector cells #f))
(define left (vector 0 0 0 0 0))        ; how many of each shape are left
(define trials 0)

;; Shapes as lists of (dx . dy), the first cell at the origin.
(define shapes
  (vector '((0 . 0) (1 . 0) (2 . 0))
          '((0 . 0) (0 . 1) (0 . 2))
          '((0 . 0) (1 . 0) (0 . 1))
          '((0 . 0) (0 . 1) (1 . 1))
          '((0 . 0) (1 . 0) (1 . 1))))

(define (fits? shape x y)
  (or (null? shape)
      (let ((x1 (+ x (caar shape))) (y1 (+ y (cdar shape))))
        (and (< x1 width)
             (< y1 height)
             (not (vector-ref board (+ x1 (* y1 width))))
             (fits? (cdr shape) x y)))))

(define (fill! shape x y state)
  (for-each
    (lambda (d)
      (vector-set! board (+ x (car d) (* width (+ y (cdr d)))) state))
    shape))

(define (first-free from)
  (cond ((= from cells) #f)
        ((vector-ref board from) (first-free (+ from 1)))
        (else from)))

;; The number of ways to fill the cells from FROM on.
(define (solve from)
  (let ((cell (first-free from)))
    (if (not cell)
        1
        (let ((x (remainder cell width)) (y (quotient cell width)))
          (let try ((k 0) (ways 0))
            (if (= k (vector-length shapes))
                ways
                (let ((shape (vector-ref shapes k)))
                  (set! trials (+ trials 1))
                  (cond ((and (> (vector-ref left k) 0) (fits? shape x y))
                         (vector-set! left k (- (vector-ref left k) 1))
                         (fill! shape x y #t)
                         (let ((found (solve (+ cell 1))))
                           (fill! shape x y #f)
                           (vector-set! left k (+ (vector-ref left k) 1))
                           (try (+ k 1) (+ ways found))))
                        (else (try (+ k 1) ways))))))))))

(define (main n)
  (vector-fill! left n)
  (display (solve 0))
  (display " ")
  (display trials)
  (newline))

(main 4)
