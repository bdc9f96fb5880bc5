;;; assoc -- association lists by eq?, eqv? and equal?.
(import (scheme base) (scheme write))

(define (make-table n make-key)
  (let loop ((i 0) (table '()))
    (if (= i n) table (loop (+ i 1) (cons (cons (make-key i) i) table)))))

(define (key->symbol i)
  (string->symbol (string-append "key" (number->string i))))
(define (key->string i)
  (string-append "key" (number->string i)))
(define (key->list i) (list 'key i))

(define (sum-of look-up table keys)
  (let loop ((keys keys) (sum 0))
    (if (null? keys)
        sum
        (loop (cdr keys) (+ sum (cdr (look-up (car keys) table)))))))

(define (keys table) (map car table))

(define (main n rounds)
  (let ((symbols (make-table n key->symbol))
        (numbers (make-table n (lambda (i) (* i 1000))))
        (strings (make-table n key->string))
        (lists (make-table n key->list)))
    (let ((string-keys (map (lambda (k) (string-copy k)) (keys strings)))
          (list-keys (map (lambda (k) (list-copy k)) (keys lists))))
      (do ((i 0 (+ i 1))
           (sum 0 (+ sum
                     (sum-of assq symbols (keys symbols))
                     (sum-of assv numbers (keys numbers))
                     (sum-of assoc strings string-keys)
                     (sum-of assoc lists list-keys)
                     (length (memq 'key7 (keys symbols))))))
          ((= i rounds) (display sum) (newline))))))

(main 100 600)
