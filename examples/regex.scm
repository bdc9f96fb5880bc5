;;; regex.scm -- matching regular expressions by derivatives.
;;;
;;; The derivative of an expression by a character c matches exactly the rests
;;; of those strings that begin with c (Brzozowski, 1964).  So a matcher takes
;;; one derivative for each character and then asks whether what is left
;;; matches the empty string: no automaton, no backtracking, and "and" and "not"
;;; come for free.
;;;
;;;   expression = character | string | any | none | empty
;;;              | (seq e ...) | (or e ...) | (and e ...) | (not e)
;;;              | (* e) | (+ e) | (? e) | (range a z)

(import (scheme base)
        (scheme cxr)
        (scheme write))

;;; ------------------------------------------------------------------
;;; The core has few forms; this makes them from the others

(define (normalise e)
  (cond ((symbol? e) e)
        ((char? e) e)
        ((string? e) (fold-right seq 'empty (string->list e)))
        (else
         (let ((parts (if (eq? (car e) 'range) (cdr e) (map normalise (cdr e)))))
           (case (car e)
             ((seq) (fold-right seq 'empty parts))
             ((or) (fold-right alt 'none parts))
             ((and) (fold-right both '(not none) parts))
             ((not) (complement (car parts)))
             ((*) (star (car parts)))
             ((+) (seq (car parts) (star (car parts))))
             ((?) (alt 'empty (car parts)))
             ((range) e)
             (else (error "not a regular expression:" e)))))))

(define (fold-right f end items)
  (if (null? items)
      end
      (f (car items) (fold-right f end (cdr items)))))

;; Constructors that simplify.  Without them the derivatives would grow; with
;; them an expression has only finitely many.
(define (seq a b)
  (cond ((or (eq? a 'none) (eq? b 'none)) 'none)
        ((eq? a 'empty) b)
        ((eq? b 'empty) a)
        (else (list 'seq a b))))

(define (alt a b)
  (cond ((eq? a 'none) b)
        ((eq? b 'none) a)
        ((equal? a b) a)
        ;; Keep a chain without doubles: (or a (or b (or c ...)))
        ((and (pair? a) (eq? (car a) 'or)) (alt (cadr a) (alt (caddr a) b)))
        ((among? a b) b)
        (else (list 'or a b))))

(define (among? a chain)
  (or (equal? a chain)
      (and (pair? chain)
           (eq? (car chain) 'or)
           (or (equal? a (cadr chain)) (among? a (caddr chain))))))

(define (both a b)
  (cond ((or (eq? a 'none) (eq? b 'none)) 'none)
        ((equal? a '(not none)) b)
        ((equal? b '(not none)) a)
        ((equal? a b) a)
        (else (list 'and a b))))

(define (complement a)
  (if (and (pair? a) (eq? (car a) 'not))
      (cadr a)
      (list 'not a)))

(define (star a)
  (cond ((memq a '(none empty)) 'empty)
        ((and (pair? a) (eq? (car a) '*)) a)
        (else (list '* a))))

;;; ------------------------------------------------------------------
;;; Does the expression match the empty string?

(define (nullable? e)
  (cond ((symbol? e) (eq? e 'empty))
        ((char? e) #f)
        (else
         (case (car e)
           ((seq and) (and (nullable? (cadr e)) (nullable? (caddr e))))
           ((or) (or (nullable? (cadr e)) (nullable? (caddr e))))
           ((not) (not (nullable? (cadr e))))
           ((*) #t)
           (else #f)))))

;;; The derivative of E by the character C

(define (derive e c)
  (define (d e) (derive e c))
  (cond ((char? e) (if (char=? e c) 'empty 'none))
        ((symbol? e) (if (eq? e 'any) 'empty 'none))
        (else
         (let ((a (cadr e)))
           (case (car e)
             ((range) (if (char<=? a c (caddr e)) 'empty 'none))
             ((seq)
              (let ((first (seq (d a) (caddr e))))
                (if (nullable? a) (alt first (d (caddr e))) first)))
             ((or) (alt (d a) (d (caddr e))))
             ((and) (both (d a) (d (caddr e))))
             ((not) (complement (d a)))
             ((*) (seq (d a) e)))))))

;;; ------------------------------------------------------------------
;;; Using it

(define (matches? e text)
  (let loop ((e (normalise e)) (i 0))
    (cond ((= i (string-length text)) (nullable? e))
          ((eq? e 'none) #f)
          (else (loop (derive e (string-ref text i)) (+ i 1))))))

;; The longest match that starts at START: its end, or #f.
(define (longest-match e text start)
  (let loop ((e e) (i start) (best #f))
    (let ((best (if (nullable? e) i best)))
      (if (or (eq? e 'none) (= i (string-length text)))
          best
          (loop (derive e (string-ref text i)) (+ i 1) best)))))

(define (find-all e text)
  (let ((e (normalise e)))
    (let loop ((i 0) (found '()))
      (if (>= i (string-length text))
          (reverse found)
          (let ((end (longest-match e text i)))
            (if (and end (> end i))
                (loop end (cons (substring text i end) found))
                (loop (+ i 1) found)))))))

(define (show e . texts)
  (write e)
  (newline)
  (for-each (lambda (text)
              (write-string (if (matches? e text) "  yes  " "  no   "))
              (write text)
              (newline))
            texts))

(define digit '(range #\0 #\9))
(define letter '(or (range #\a #\z) (range #\A #\Z)))

(show '(seq "ca" (+ #\i) (? "rn")) "cairn" "caiiirn" "cai" "carn" "cairns")
(show '(* (or "ab" "ba")) "" "abba" "aba")
(show `(seq ,digit (* (seq (? ",") ,digit))) "1,234" "12" ",1" "1,,2")

;; A query that other engines find hard: all words with "a" and "e" but without "ee".
(show '(and (seq (* any) "a" (* any))
            (seq (* any) "e" (* any))
            (not (seq (* any) "ee" (* any))))
      "pear" "peach" "apple" "beeaf" "grape tree" "plum")

;; A backtracking matcher would need 2^n steps for this one.
(define n 24)
(write-string "a?^n a^n on a^n: ")
(write (matches? `(seq ,@(map (lambda (c) `(? ,c)) (make-list n #\a))
                       ,@(make-list n #\a))
                 (make-string n #\a)))
(newline)

(write (find-all `(or (seq ,letter (* (or ,letter ,digit)))
                      (seq (+ ,digit) (? (seq "." (+ ,digit)))))
                 "let x1 = 3.14 * (radius + 20.) - y"))
(newline)
