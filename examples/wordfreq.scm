;;; wordfreq.scm -- count the words of standard input.
;;;
;;;   cairn wordfreq.scm [HOW-MANY] < text
;;;
;;; Prints the most frequent words with a bar chart.  The hash table is built
;;; here from vectors and association lists, so that the program needs nothing
;;; but the standard.

(import (scheme base)
        (scheme char)
        (scheme process-context)
        (scheme write))

;;; ------------------------------------------------------------------
;;; A hash table from strings to numbers, which doubles when it is full

(define-record-type table
  (wrap-table buckets count)
  table?
  (buckets table-buckets set-table-buckets!)     ; vector of lists of entries
  (count table-count set-table-count!))

(define-record-type entry
  (make-entry key value)
  entry?
  (key entry-key)
  (value entry-value set-entry-value!))

(define (make-table) (wrap-table (make-vector 16 '()) 0))

(define (hash text size)
  (let loop ((i 0) (h 5381))
    (if (= i (string-length text))
        (modulo h size)
        (loop (+ i 1)
              (modulo (+ (* h 33) (char->integer (string-ref text i)))
                      1000000007)))))

(define (find-entry table key)
  (let* ((buckets (table-buckets table))
         (bucket (vector-ref buckets (hash key (vector-length buckets)))))
    (let loop ((entries bucket))
      (cond ((null? entries) #f)
            ((string=? key (entry-key (car entries))) (car entries))
            (else (loop (cdr entries)))))))

(define (put-entry! buckets entry)
  (let ((i (hash (entry-key entry) (vector-length buckets))))
    (vector-set! buckets i (cons entry (vector-ref buckets i)))))

(define (grow! table)
  (let ((buckets (make-vector (* 2 (vector-length (table-buckets table))) '())))
    (for-each (lambda (entry) (put-entry! buckets entry))
              (table-entries table))
    (set-table-buckets! table buckets)))

(define (add-to-entry! table key amount)
  (let ((entry (find-entry table key)))
    (cond (entry
           (set-entry-value! entry (+ (entry-value entry) amount)))
          (else
           (when (= (table-count table) (vector-length (table-buckets table)))
             (grow! table))
           (put-entry! (table-buckets table) (make-entry key amount))
           (set-table-count! table (+ 1 (table-count table)))))))

(define (table-entries table)
  (let loop ((i 0) (all '()))
    (if (= i (vector-length (table-buckets table)))
        all
        (loop (+ i 1) (append (vector-ref (table-buckets table) i) all)))))

;;; ------------------------------------------------------------------
;;; Words

(define (word-char? c)
  (or (char-alphabetic? c) (char=? c #\')))

;; Calls (ACCEPT word) for each word of PORT, in lower case.
(define (for-each-word accept port)
  (define (finish chars)
    (unless (null? chars)
      (accept (string-downcase (list->string (reverse chars))))))
  (let loop ((chars '()))
    (let ((c (read-char port)))
      (cond ((eof-object? c) (finish chars))
            ((word-char? c) (loop (cons c chars)))
            (else (finish chars) (loop '()))))))

;;; ------------------------------------------------------------------
;;; Sorting: the standard has no sort, but a merge sort is short

(define (merge a b before?)
  (let loop ((a a) (b b) (out '()))
    (cond ((null? a) (append (reverse out) b))
          ((null? b) (append (reverse out) a))
          ((before? (car b) (car a)) (loop a (cdr b) (cons (car b) out)))
          (else (loop (cdr a) b (cons (car a) out))))))

(define (sort items before?)
  (if (or (null? items) (null? (cdr items)))
      items
      (let split ((rest items) (left '()) (right '()))
        (if (null? rest)
            (merge (sort left before?) (sort right before?) before?)
            (split (cdr rest) (cons (car rest) right) left)))))

;; More frequent first; equally frequent in alphabetical order.
(define (more-frequent? a b)
  (or (> (entry-value a) (entry-value b))
      (and (= (entry-value a) (entry-value b))
           (string<? (entry-key a) (entry-key b)))))

;;; ------------------------------------------------------------------
;;; Output

(define (pad-left text width)
  (string-append (make-string (max 0 (- width (string-length text))) #\space)
                 text))

(define (print-entry entry largest)
  (write-string (pad-left (entry-key entry) 12))
  (write-string (pad-left (number->string (entry-value entry)) 5))
  (write-string "  ")
  (write-string (make-string (quotient (* 40 (entry-value entry)) largest) #\#))
  (newline))

(define (print-top entries how-many)
  (unless (null? entries)
    (let ((largest (entry-value (car entries))))
      (let loop ((entries entries) (left how-many))
        (unless (or (null? entries) (= left 0))
          (print-entry (car entries) largest)
          (loop (cdr entries) (- left 1)))))))

(define (main how-many)
  (let ((table (make-table)) (total 0))
    (for-each-word (lambda (word)
                     (set! total (+ total 1))
                     (add-to-entry! table word 1))
                   (current-input-port))
    (write total)
    (write-string " words, ")
    (write (table-count table))
    (write-string " of them different\n\n")
    (print-top (sort (table-entries table) more-frequent?) how-many)))

(let ((arguments (cdr (command-line))))
  (main (or (and (pair? arguments) (string->number (car arguments))) 10)))
