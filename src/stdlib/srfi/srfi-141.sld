;;; SRFI 141: integer division. The report has floor and truncate; the others are defined here
;;; by their quotients.

(define-library (srfi 141)
  (export floor/ floor-quotient floor-remainder
          truncate/ truncate-quotient truncate-remainder
          ceiling/ ceiling-quotient ceiling-remainder
          round/ round-quotient round-remainder
          euclidean/ euclidean-quotient euclidean-remainder
          balanced/ balanced-quotient balanced-remainder)
  (import (scheme base))
  (begin
    (define (check who n d)
      (unless (integer? n) (error (string-append who ": expected an integer, got") n))
      (unless (integer? d) (error (string-append who ": expected an integer, got") d))
      (when (and (exact? d) (zero? d))
        (error (string-append who ": division by zero") n d)))

    ;; Defines the three procedures of a division from an expression for the quotient.
    (define-syntax define-division
      (syntax-rules ()
        ((_ (name/ name-quotient name-remainder) who (n d) quotient)
         (begin
           (define (name-quotient n d)
             (check who n d)
             quotient)
           (define (name/ n d)
             (let ((q (name-quotient n d)))
               (values q (- n (* d q)))))
           (define (name-remainder n d)
             (- n (* d (name-quotient n d))))))))

    (define-division (ceiling/ ceiling-quotient ceiling-remainder) "ceiling/"
      (n d)
      (- (floor-quotient (- n) d)))

    ;; Rounds to the nearest integer, ties to even.
    (define-division (round/ round-quotient round-remainder) "round/"
      (n d)
      (let*-values (((q r) (floor/ n d))
                    ((twice) (* 2 (abs r))))
        (cond ((< twice (abs d)) q)
              ((> twice (abs d)) (+ q 1))
              ((even? q) q)
              (else (+ q 1)))))

    ;; Rounds so that the remainder is not negative.
    (define-division (euclidean/ euclidean-quotient euclidean-remainder) "euclidean/"
      (n d)
      (if (negative? d)
          (ceiling-quotient n d)
          (floor-quotient n d)))

    ;; Rounds so that the remainder is from -|d/2| to below |d/2|.
    (define-division (balanced/ balanced-quotient balanced-remainder) "balanced/"
      (n d)
      (let-values (((q r) (euclidean/ n d)))
        (cond ((< (* 2 r) (abs d)) q)
              ((negative? d) (- q 1))
              (else (+ q 1)))))))
