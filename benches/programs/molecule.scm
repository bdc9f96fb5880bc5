;;; molecule -- a chain of atoms settles by small random moves: float records
;;; in a list, a hand-made random generator.
(import (scheme base) (scheme write))

(define-record-type atom
  (make-atom x y) atom?
  (x atom-x set-atom-x!)
  (y atom-y set-atom-y!))

(define seed 12345)
(define (random-unit)                   ; a float from -0.5 up to 0.5
  (set! seed (modulo (+ (* seed 16807) 7) 2147483647))
  (- (/ (inexact seed) 2147483647.0) 0.5))

(define (distance2 a b)
  (let ((dx (- (atom-x a) (atom-x b))) (dy (- (atom-y a) (atom-y b))))
    (+ (* dx dx) (* dy dy))))

;; Attraction and repulsion between any two atoms.
(define (pair-energy a b)
  (let* ((d2 (+ 0.01 (distance2 a b)))
         (i2 (/ 1.0 d2))
         (i6 (* i2 i2 i2)))
    (- (* i6 i6) i6)))

;; Springs between neighbours of the chain.
(define (bond-energy a b)
  (let ((stretch (- (distance2 a b) 1.0)))
    (* 20.0 stretch stretch)))

(define (energy-at atom before after chain)
  (let loop ((others chain)
             (e (+ (if before (bond-energy atom before) 0.0)
                   (if after (bond-energy atom after) 0.0))))
    (cond ((null? others) e)
          ((eq? (car others) atom) (loop (cdr others) e))
          (else (loop (cdr others) (+ e (pair-energy atom (car others))))))))

(define (try-move! atom before after chain)
  (let ((old (energy-at atom before after chain))
        (x (atom-x atom))
        (y (atom-y atom)))
    (set-atom-x! atom (+ x (* 0.2 (random-unit))))
    (set-atom-y! atom (+ y (* 0.2 (random-unit))))
    (unless (< (energy-at atom before after chain) old)
      (set-atom-x! atom x)
      (set-atom-y! atom y))))

(define (sweep! chain)
  (let loop ((before #f) (rest chain))
    (unless (null? rest)
      (try-move! (car rest) before (and (pair? (cdr rest)) (cadr rest)) chain)
      (loop (car rest) (cdr rest)))))

(define (make-chain n)
  (let loop ((i 0) (chain '()))
    (if (= i n)
        chain
        (loop (+ i 1) (cons (make-atom (* 1.1 i) (* 0.1 (random-unit))) chain)))))

(define (main n sweeps)
  (let ((chain (make-chain n)))
    (do ((i 0 (+ i 1)))
        ((= i sweeps))
      (sweep! chain))
    (display (exact (round (* 1e6 (energy-at (car chain) #f (cadr chain) chain)))))
    (newline)))

(main 40 400)
