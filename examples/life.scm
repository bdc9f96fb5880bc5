;;; life.scm -- Conway's Game of Life on a torus.
;;;
;;; A world is a vector of rows, each a bytevector of zeros and ones.  Patterns
;;; are drawn as text, because that is how one thinks of them.

(import (scheme base)
        (scheme write))

(define (make-world width height)
  (let ((world (make-vector height)))
    (do ((y 0 (+ y 1)))
        ((= y height) world)
      (vector-set! world y (make-bytevector width 0)))))

(define (height world) (vector-length world))
(define (width world) (bytevector-length (vector-ref world 0)))

;; Both coordinates wrap around the edges.
(define (cell world x y)
  (bytevector-u8-ref (vector-ref world (modulo y (height world)))
                     (modulo x (width world))))

(define (set-cell! world x y state)
  (bytevector-u8-set! (vector-ref world (modulo y (height world)))
                      (modulo x (width world))
                      state))

(define (neighbours world x y)
  (define (row y)
    (+ (cell world (- x 1) y) (cell world x y) (cell world (+ x 1) y)))
  (- (+ (row (- y 1)) (row y) (row (+ y 1)))
     (cell world x y)))

(define (next-state state neighbours)
  (cond ((= neighbours 3) 1)
        ((= neighbours 2) state)
        (else 0)))

(define (for-each-cell f world)
  (do ((y 0 (+ y 1)))
      ((= y (height world)))
    (do ((x 0 (+ x 1)))
        ((= x (width world)))
      (f x y))))

(define (step world)
  (let ((next (make-world (width world) (height world))))
    (for-each-cell
      (lambda (x y)
        (set-cell! next x y
                   (next-state (cell world x y) (neighbours world x y))))
      world)
    next))

(define (generations world n)
  (if (= n 0) world (generations (step world) (- n 1))))

(define (population world)
  (let ((count 0))
    (for-each-cell (lambda (x y) (set! count (+ count (cell world x y)))) world)
    count))

;; Draws the rows of text of PATTERN into the world, with the corner at x, y.
(define (draw! world x y . pattern)
  (let next-row ((rows pattern) (y y))
    (unless (null? rows)
      (let next-cell ((chars (string->list (car rows))) (x x))
        (unless (null? chars)
          (set-cell! world x y (if (char=? (car chars) #\#) 1 0))
          (next-cell (cdr chars) (+ x 1))))
      (next-row (cdr rows) (+ y 1)))))

(define (print-world world)
  (vector-for-each
    (lambda (row)
      (do ((x 0 (+ x 1)))
          ((= x (bytevector-length row)))
        (write-char (if (= 1 (bytevector-u8-ref row x)) #\# #\.)))
      (newline))
    world))

(define (show world label)
  (write-string label)
  (write-string ", population ")
  (write (population world))
  (write-string ":\n")
  (print-world world)
  (newline))

;;; A glider moves one cell down and right in four generations.
(define sky (make-world 20 8))
(draw! sky 1 0
       ".#."
       "..#"
       "###")
(show sky "a glider")
(show (generations sky 16) "16 generations later")
(show (generations sky 40) "40 generations later, round the edge")

;;; A blinker next to a block: the one has period two, the other stands still.
(define pond (make-world 11 5))
(draw! pond 1 2 "###")
(draw! pond 7 1
       "##"
       "##")
(show pond "blinker and block")
(show (step pond) "after a step")
(write-string "period two: ")
(write (equal? pond (generations pond 2)))
(newline)

;;; The R pentomino: five cells that live for very long.
(define soup (make-world 40 40))
(draw! soup 18 18
       ".##"
       "##."
       ".#.")
(write-string "R pentomino:")
(let loop ((world soup) (generation 0))
  (when (<= generation 60)
    (write-string " ")
    (write (population world))
    (loop (generations world 10) (+ generation 10))))
(newline)
