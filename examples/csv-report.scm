#!/usr/bin/env cairn
;; Sums up a table of sales with bars: cairn csv-report.scm FILE [--by COLUMN].

(import (scheme base) (scheme write) (scheme file)
        (only (cairn base) make-equal-hashtable hashtable-update! hash-table->alist sort
              string-pad-right string-pad-left)
        (cairn cli) (cairn csv) (cairn time))

(define (column row name)
  (let ((entry (assq name row)))
    (unless entry (error "no such column:" name))
    (cdr entry)))

;; What a row counts for: a column, or the month of its date.
(define (key-of row by)
  (if (equal? by "month")
      (moment->string (string->moment (column row 'date)) "%Y-%m")
      (column row (string->symbol by))))

(define (totals rows by)
  (let ((table (make-equal-hashtable)))
    (for-each
      (lambda (row)
        (let ((amount (string->number (column row 'amount))))
          (hashtable-update! table (key-of row by) (lambda (sum) (+ sum amount)) 0)))
      rows)
    (sort (hash-table->alist table) (lambda (a b) (string<? (car a) (car b))))))

(define (bar amount most width)
  (make-string (exact (round (* width (/ amount most)))) #\#))

(define (report totals)
  (let ((most (apply max (map cdr totals)))
        (widest (apply max (map (lambda (t) (string-length (car t))) totals))))
    (for-each
      (lambda (t)
        (for-each display
                  (list (string-pad-right (car t) widest) " "
                        (string-pad-left (number->string (inexact (cdr t))) 8) " "
                        (bar (cdr t) most 30) "\n")))
      totals)))

(run-command
  (command "csv-report" "Sums up a table of sales."
    (option 'by "A column, or month" 'default "region")
    (argument 'file "The table: date, region, amount")
    (lambda (arguments)
      (report (totals (call-with-input-file (arguments-ref arguments 'file) csv-read-table)
                      (arguments-ref arguments 'by))))))
