#!/usr/bin/env cairn
;; Makes files from others, as rules say: cairn build-tool.scm [TARGET]. A target is made anew
;; when it is older than what it is made from. The rules here are an example of their own; they
;; work in a temporary folder.

(import (scheme base) (scheme write) (scheme process-context) (cairn fs) (cairn process))

;; A rule: what it makes, from what, and the procedure that does so.
(define rules '())
(define-syntax rule
  (syntax-rules (<-)
    ((_ target <- (source ...) body ...)
     (set! rules (cons (list target (list source ...) (lambda () body ...)) rules)))))

(define (rule-for target) (assoc target rules))

(define (older? target sources)
  (or (not (file-exists? target))
      (let ((time (file-modified target)))
        (let loop ((sources sources))
          (and (pair? sources)
               (or (< time (file-modified (car sources))) (loop (cdr sources))))))))

;; Makes a target and what it needs. The targets under way are those that need it.
(define (make! target under-way)
  (when (member target under-way)
    (error "a target needs itself:" (reverse (cons target under-way))))
  (let ((rule (rule-for target)))
    (cond (rule
           (for-each (lambda (source) (make! source (cons target under-way))) (cadr rule))
           (when (older? target (cadr rule))
             (for-each display (list "making " target "\n"))
             (guard (c (#t (when (file-exists? target) (delete-file target)) (raise c)))
               ((car (cddr rule))))))
          ((not (file-exists? target))
           (error "no rule makes" target)))))

(rule "words.txt" <- ("text.txt")
  (run! (tr "-cs" "a-z" "\\n") (< "text.txt") (> "words.txt")))
(rule "sorted.txt" <- ("words.txt")
  (run! (sort "-u" "words.txt") (> "sorted.txt")))
(rule "count.txt" <- ("sorted.txt" "words.txt")
  (run! (grep "-c" "." "sorted.txt") (> "count.txt")))
(rule "loop" <- ("loop") #f)

(define (attempt target)
  (guard (c ((error-object? c)
             (for-each display (list (error-object-message c) " " (error-object-irritants c) "\n"))))
    (make! target '())))

(call-with-temporary-directory
  (lambda (folder)
    (call-with-current-directory folder
      (lambda ()
        (string->file "to be or not to be" "text.txt")
        (set-file-times! "text.txt" 1000)
        (attempt "count.txt")
        (display (file->string "count.txt"))
        (attempt "count.txt")
        (display "nothing to do\n")
        (string->file "to be" "text.txt")
        (set-file-times! "words.txt" 1000)
        (attempt "words.txt")
        (attempt "loop")
        (attempt "missing")))))
