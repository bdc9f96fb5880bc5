;;; queens.scm -- put n queens on an n by n board so that none attacks another.
;;;
;;; A short script: without an import form, everything standard is available.

;; A placement is the list of the queens' columns, the last row first.  Is a
;; queen in COLUMN of the next row safe from all of them?
(define (safe? column placement)
  (let loop ((others placement) (distance 1))
    (or (null? others)
        (and (not (= (car others) column))
             (not (= (abs (- (car others) column)) distance))
             (loop (cdr others) (+ distance 1))))))

;; Calls (FOUND placement) for every solution.
(define (for-each-solution n found)
  (let place ((row 0) (placement '()))
    (if (= row n)
        (found placement)
        (do ((column 0 (+ column 1)))
            ((= column n))
          (when (safe? column placement)
            (place (+ row 1) (cons column placement)))))))

(define (count-solutions n)
  (let ((count 0))
    (for-each-solution n (lambda (placement) (set! count (+ count 1))))
    count))

;; Leaves the search at once: call/cc as "return".
(define (first-solution n)
  (call/cc
    (lambda (return)
      (for-each-solution n return)
      #f)))

(define (print-board n placement)
  (for-each
    (lambda (queen)
      (do ((column 0 (+ column 1)))
          ((= column n))
        (write-string (if (= column queen) " Q" " .")))
      (newline))
    placement))

(write-string "Solutions by size of the board:\n")
(do ((n 1 (+ n 1)))
    ((> n 8))
  (write n)
  (write-string ": ")
  (write (count-solutions n))
  (newline))

(write-string "\nThe first one on a board of 8:\n")
(print-board 8 (first-solution 8))
