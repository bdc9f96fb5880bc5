;;; hashtable -- a hash table written in Scheme, with strings and integers as
;;; keys, that grows by itself.
(import (scheme base) (scheme write))

(define-record-type table
  (wrap buckets count hash same?)
  table?
  (buckets buckets set-buckets!)
  (count table-count set-count!)
  (hash table-hash)
  (same? table-same?))

(define (make-table hash same?) (wrap (make-vector 8 '()) 0 hash same?))

(define (index table key)
  (modulo ((table-hash table) key) (vector-length (buckets table))))

(define (find table key)
  (let ((same? (table-same? table)))
    (let loop ((entries (vector-ref (buckets table) (index table key))))
      (cond ((null? entries) #f)
            ((same? key (caar entries)) (car entries))
            (else (loop (cdr entries)))))))

(define (insert! table entry)
  (let ((i (index table (car entry))))
    (vector-set! (buckets table) i (cons entry (vector-ref (buckets table) i)))))

(define (grow! table)
  (let ((old (buckets table)))
    (set-buckets! table (make-vector (* 2 (vector-length old)) '()))
    (vector-for-each
      (lambda (bucket) (for-each (lambda (entry) (insert! table entry)) bucket))
      old)))

(define (update! table key f default)
  (let ((entry (find table key)))
    (cond (entry (set-cdr! entry (f (cdr entry))))
          (else
           (when (> (table-count table) (* 2 (vector-length (buckets table))))
             (grow! table))
           (insert! table (cons key (f default)))
           (set-count! table (+ 1 (table-count table)))))))

(define (string-hash text)
  (let ((end (string-length text)))
    (let loop ((i 0) (h 7))
      (if (= i end)
          h
          (loop (+ i 1)
                (modulo (+ (* h 31) (char->integer (string-ref text i))) 536870909))))))

(define (main n)
  (let ((numbers (make-table (lambda (i) (* i 7)) =))
        (strings (make-table string-hash string=?)))
    (do ((i 0 (+ i 1)))
        ((= i n))
      (let ((key (remainder (* i i) 20011)))
        (update! numbers key (lambda (x) (+ x 1)) 0)
        (update! strings (number->string key) (lambda (x) (+ x i)) 0)))
    (display (list (table-count numbers)
                   (cdr (find numbers 4))
                   (table-count strings)
                   (cdr (find strings "4"))))
    (newline)))

(main 250000)
