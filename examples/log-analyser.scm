#!/usr/bin/env cairn
;; Sums up a web server's log: cairn log-analyser.scm [FILE]. Lines are read one at a time, so
;; that a file may be larger than memory.

(import (scheme base) (scheme write) (scheme file) (scheme process-context)
        (only (cairn base) make-equal-hashtable hashtable-update! hash-table->alist sort)
        (cairn regex))

(define line-pattern
  (rx "^(\\S+) \\S+ \\S+ \\[([^\\]]+)\\] \"(\\w+) ([^ ?\"]+)[^\"]*\" (\\d{3}) (\\d+|-)"))

(define statuses (make-equal-hashtable))
(define paths (make-equal-hashtable))
(define bytes 0)
(define unreadable 0)

(define (count! table key) (hashtable-update! table key (lambda (n) (+ n 1)) 0))

(define (take-line line)
  (let ((m (rx-search line-pattern line)))
    (cond (m
           (count! statuses (match-ref m 5))
           (count! paths (match-ref m 4))
           (set! bytes (+ bytes (or (string->number (match-ref m 6)) 0))))
          (else (set! unreadable (+ unreadable 1))))))

(define (analyse port)
  (let ((line (read-line port)))
    (unless (eof-object? line)
      (take-line line)
      (analyse port))))

(define (most-frequent table)
  (sort (hash-table->alist table)
        (lambda (a b) (or (> (cdr a) (cdr b)) (and (= (cdr a) (cdr b)) (string<? (car a) (car b)))))))

(define (show title table most)
  (display title)
  (newline)
  (let loop ((entries (most-frequent table)) (left most))
    (when (and (pair? entries) (> left 0))
      (for-each display (list "  " (cdar entries) "  " (caar entries) "\n"))
      (loop (cdr entries) (- left 1)))))

(let ((arguments (cdr (command-line))))
  (if (pair? arguments)
      (call-with-input-file (car arguments) analyse)
      (analyse (current-input-port))))
(show "statuses" statuses 10)
(show "paths" paths 3)
(for-each display (list bytes " bytes, " unreadable " lines that are no requests\n"))
