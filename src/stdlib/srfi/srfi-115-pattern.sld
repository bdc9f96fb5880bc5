;;; Writes the trees of SRFI 115 as patterns of the regex engine.

(define-library (srfi 115 pattern)
  (export pattern-of)
  (import (scheme base)
          (srfi 14)
          (only (srfi 14 tables) char-set-boundaries))
  (begin
    ;; The engine's pattern for a node, and whether it is right for ASCII alone; #f when there
    ;; is none, for what looks around, or would be longer than is worth while.
    (define (pattern-of node)
      (define ascii-only? #f)
      (define left 20000)
      (define out (open-output-string))

      (define (put text)
        (set! left (- left (string-length text)))
        (write-string text out))

      (define (put-char n)
        (put "\\x{")
        (put (number->string n 16))
        (put "}"))

      ;; Boundaries are those between what is in a set and what is not, from 0 on.
      (define (put-set set)
        (let* ((bounds (char-set-boundaries set)) (end (vector-length bounds)))
          (put (if (= end 0) "[^\\x{0}-\\x{10ffff}]" "["))
          (let loop ((i 0))
            (when (and (< i end) (> left 0))
              (put-char (vector-ref bounds i))
              (put "-")
              (put-char (- (if (< (+ i 1) end) (vector-ref bounds (+ i 1)) #x110000) 1))
              (loop (+ i 2))))
          (unless (= end 0) (put "]"))))

      (define (put-all nodes separator)
        (or (null? nodes)
            (and (put-node (car nodes))
                 (begin
                   (when (and separator (pair? (cdr nodes))) (put separator))
                   (put-all (cdr nodes) separator)))))

      (define (put-repeat least most greedy? node)
        (put "(?:")
        (and (put-node node)
             (begin
               (put "){")
               (put (number->string least))
               (put ",")
               (when most (put (number->string most)))
               (put (if greedy? "}" "}?"))
               #t)))

      ;; Whether there is a pattern for the node, which is written.
      (define (put-node node)
        (and (> left 0)
             (case (car node)
               ((set) (put-set (cadr node)) #t)
               ((seq) (put-all (cdr node) #f))
               ((alt)
                (if (null? (cdr node))
                    (put-node (list 'set char-set:empty))
                    (begin
                      (put "(?:")
                      (and (put-all (cdr node) "|") (begin (put ")") #t)))))
               ((repeat) (apply put-repeat (cdr node)))
               ((group)
                (put "(")
                (and (put-node (list-ref node 2)) (begin (put ")") #t)))
               ((assert)
                (and (= (length node) 4)
                     (begin
                       (put (list-ref node 2))
                       (when (list-ref node 3) (set! ascii-only? #t))
                       #t)))
               (else #f))))

      (let ((done? (put-node node)))
        (values (and done? (> left 0) (get-output-string out)) ascii-only?)))))
