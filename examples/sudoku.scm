;;; sudoku.scm -- solve Sudoku by constraint propagation and search.
;;;
;;; The set of digits that a cell may still have is a bit mask.  Deciding a cell
;;; strikes its digit from the twenty cells that see it; whoever is left with
;;; one digit is decided in turn.  Only then does the search guess, at the cell
;;; with the fewest candidates, on a copy of the board.

(import (scheme base)
        (scheme write))

;;; ------------------------------------------------------------------
;;; Sets of digits as numbers: digit d is the bit 2^(d-1)

(define all-digits 511)
(define (digit->mask d) (expt 2 (- d 1)))
(define (has? set d) (odd? (quotient set (digit->mask d))))
(define (without set d) (if (has? set d) (- set (digit->mask d)) set))

(define (set->list set)
  (let loop ((d 9) (members '()))
    (cond ((= d 0) members)
          ((has? set d) (loop (- d 1) (cons d members)))
          (else (loop (- d 1) members)))))

(define sizes                           ; the size of every set, computed once
  (let ((table (make-vector 512)))
    (do ((set 0 (+ set 1)))
        ((= set 512) table)
      (vector-set! table set (length (set->list set))))))
(define (size set) (vector-ref sizes set))

;;; ------------------------------------------------------------------
;;; The geometry, computed once: for each cell the twenty that see it

(define (row cell) (quotient cell 9))
(define (column cell) (remainder cell 9))
(define (box cell)
  (+ (* 3 (quotient (row cell) 3)) (quotient (column cell) 3)))

(define (see-each-other? a b)
  (and (not (= a b))
       (or (= (row a) (row b))
           (= (column a) (column b))
           (= (box a) (box b)))))

(define peers
  (let ((table (make-vector 81 '())))
    (do ((a 0 (+ a 1)))
        ((= a 81) table)
      (do ((b 80 (- b 1)))
          ((< b 0))
        (when (see-each-other? a b)
          (vector-set! table a (cons b (vector-ref table a))))))))

;;; ------------------------------------------------------------------
;;; Propagation.  Both procedures change the board and return #f as soon as
;;; some cell has no candidate left.

(define (every? ok? items)
  (or (null? items)
      (and (ok? (car items)) (every? ok? (cdr items)))))

(define (decide! board cell digit)
  (vector-set! board cell (digit->mask digit))
  (every? (lambda (peer) (strike! board peer digit))
          (vector-ref peers cell)))

(define (strike! board cell digit)
  (let ((set (vector-ref board cell)))
    (or (not (has? set digit))
        (let ((rest (without set digit)))
          (vector-set! board cell rest)
          (case (size rest)
            ((0) #f)
            ((1) (decide! board cell (car (set->list rest))))
            (else #t))))))

;;; ------------------------------------------------------------------
;;; Search

(define guesses 0)

;; The undecided cell with the fewest candidates, or #f if all are decided.
(define (best-cell board)
  (let loop ((cell 0) (best #f) (fewest 10))
    (if (= cell 81)
        best
        (let ((n (size (vector-ref board cell))))
          (if (< 1 n fewest)
              (loop (+ cell 1) cell n)
              (loop (+ cell 1) best fewest))))))

;; A solved board, or #f.
(define (search board)
  (let ((cell (best-cell board)))
    (if (not cell)
        board
        (let try ((digits (set->list (vector-ref board cell))))
          (and (pair? digits)
               (let ((copy (vector-copy board)))
                 (set! guesses (+ guesses 1))
                 (or (and (decide! copy cell (car digits)) (search copy))
                     (try (cdr digits)))))))))

(define (solve text)
  (let ((board (make-vector 81 all-digits)))
    (let loop ((cell 0))
      (cond ((= cell 81) (search board))
            ((digit-at text cell)
             => (lambda (digit)
                  (and (has? (vector-ref board cell) digit)
                       (decide! board cell digit)
                       (loop (+ cell 1)))))
            (else (loop (+ cell 1)))))))

(define (digit-at text i)
  (string->number (string (string-ref text i))))

;;; ------------------------------------------------------------------
;;; Output

(define (print-board board)
  (do ((cell 0 (+ cell 1)))
      ((= cell 81))
    (write (car (set->list (vector-ref board cell))))
    (write-string
      (cond ((= (column cell) 8) "\n")
            ((= (remainder cell 3) 2) " | ")
            (else " ")))
    (when (memv cell '(26 53))
      (write-string "------+-------+------\n"))))

(define (show name text)
  (set! guesses 0)
  (let ((solution (solve text)))
    (write-string name)
    (cond (solution
           (write-string " (")
           (write guesses)
           (write-string " guesses)\n")
           (print-board solution))
          (else (write-string " has no solution\n")))
    (newline)))

(show "easy"
      (string-append "53..7...." "6..195..." ".98....6."
                     "8...6...3" "4..8.3..1" "7...2...6"
                     ".6....28." "...419..5" "....8..79"))

(show "hard"
      (string-append "8........" "..36....." ".7..9.2.."
                     ".5...7..." "....457.." "...1...3."
                     "..1....68" "..85...1." ".9....4.."))

(show "impossible"
      (string-append "55......." "........." "........."
                     "........." "........." "........."
                     "........." "........." "........."))
