;;; peephole -- an optimiser for stack code: pattern matching on lists of
;;; instructions until nothing changes, then a machine that runs the code.
(import (scheme base) (scheme cxr) (scheme write))

(define (constant? instruction) (eq? (car instruction) 'push))

;; Each rule looks at the head of the code; it returns better code or #f.
(define (fold-constants code)
  (and (pair? (cdr code)) (pair? (cddr code))
       (constant? (car code))
       (constant? (cadr code))
       (let ((a (cadr (car code))) (b (cadr (cadr code))) (rest (cdddr code)))
         (case (car (caddr code))
           ((add) (cons (list 'push (+ a b)) rest))
           ((sub) (cons (list 'push (- a b)) rest))
           ((mul) (cons (list 'push (remainder (* a b) 1000)) rest))
           (else #f)))))

(define (drop-identity code)
  (and (pair? (cdr code))
       (or (and (equal? (car code) '(push 0)) (memq (car (cadr code)) '(add sub)))
           (and (equal? (car code) '(push 1)) (eq? (car (cadr code)) 'mul))
           (and (eq? (car (car code)) 'dup) (eq? (car (cadr code)) 'pop))
           (and (eq? (car (car code)) 'swap) (eq? (car (cadr code)) 'swap)))
       (cddr code)))

(define (double code)
  (and (pair? (cdr code))
       (equal? (car code) '(push 2))
       (eq? (car (cadr code)) 'mul)
       (cons '(dup) (cons '(add) (cddr code)))))

(define rules (list fold-constants drop-identity double))

(define (rewrite code)
  (let loop ((rest rules))
    (if (null? rest)
        #f
        (or ((car rest) code) (loop (cdr rest))))))

(define (pass code)
  (if (null? code)
      '()
      (let ((better (rewrite code)))
        (if better
            (pass better)
            (cons (car code) (pass (cdr code)))))))

(define (optimise code)
  (let ((next (pass code)))
    (if (equal? next code) code (optimise next))))

(define (run code stack)
  (if (null? code)
      (car stack)
      (let ((rest (cdr code)))
        (case (caar code)
          ((push) (run rest (cons (cadar code) stack)))
          ((dup) (run rest (cons (car stack) stack)))
          ((pop) (run rest (cdr stack)))
          ((swap) (run rest (cons (cadr stack) (cons (car stack) (cddr stack)))))
          ((add) (run rest (cons (remainder (+ (cadr stack) (car stack)) 1000) (cddr stack))))
          ((sub) (run rest (cons (remainder (- (cadr stack) (car stack)) 1000) (cddr stack))))
          ((mul) (run rest (cons (remainder (* (cadr stack) (car stack)) 1000) (cddr stack))))
          (else (error "no such instruction" (car code)))))))

;; Pieces that leave one number on the stack, on top of one that they use.
(define pieces
  (vector '((push 3) (push 4) (mul) (add))
          '((push 0) (add))
          '((push 2) (mul))
          '((dup) (pop))
          '((push 7) (swap) (swap) (sub))
          '((push 1) (mul) (push 5) (push 5) (sub) (add))))

(define (random-code n seed)
  (let loop ((i 0) (seed seed) (code '()))
    (if (= i n)
        (cons '(push 9) code)
        (loop (+ i 1)
              (modulo (+ (* seed 16807) 11) 2147483647)
              (append (vector-ref pieces (modulo seed 6)) code)))))

(define (main n)
  (let loop ((i 0) (before 0) (after 0) (wrong 0))
    (if (= i n)
        (begin (display (list before after wrong)) (newline))
        (let* ((code (random-code 60 (+ i 1))) (better (optimise code)))
          (loop (+ i 1)
                (+ before (length code))
                (+ after (length better))
                (if (= (run code '()) (run better '())) wrong (+ wrong 1)))))))

(main 4000)
