;;; pegs -- counts the solutions of the triangular peg puzzle by search with backtracking,
;;; on vectors that are changed and restored.
(import (scheme base) (scheme write))

;; Each move: the peg's hole, the hole jumped over, the hole it lands in.
(define from (vector 1 4 11 12 13 7 3 1 6 3 13 14 15 9 5 1 2 4 7 8 4 3 7 6 10 6 6 13 11 12 14 4 4 13 15 6))
(define over (vector 2 5 12 13 8 4 2 3 5 5 8 9 10 6 3 3 4 7 8 9 5 6 4 5 9 3 10 14 12 13 9 2 8 12 14 9))
(define onto (vector 4 6 13 14 4 2 1 6 4 8 4 7 6 4 1 1 7 11 9 10 6 10 2 4 8 1 15 15 13 14 5 1 13 11 13 13))

(define board (make-vector 16 1))
(define solutions 0)
(define tries 0)

(define (jump! i value-from value-onto)
  (vector-set! board (vector-ref from i) value-from)
  (vector-set! board (vector-ref over i) value-from)
  (vector-set! board (vector-ref onto i) value-onto))

(define (possible? i)
  (and (= 1 (vector-ref board (vector-ref from i)))
       (= 1 (vector-ref board (vector-ref over i)))
       (= 0 (vector-ref board (vector-ref onto i)))))

(define (search depth)
  (set! tries (+ tries 1))
  (if (= depth 13)
      (set! solutions (+ solutions 1))
      (do ((i 0 (+ i 1)))
          ((= i 36))
        (when (possible? i)
          (jump! i 0 1)
          (search (+ depth 1))
          (jump! i 1 0)))))

(define (main)
  (vector-set! board 5 0)
  (search 0)
  (display (list solutions tries))
  (newline))

(main)
