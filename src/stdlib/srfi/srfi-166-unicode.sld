;;; SRFI 166: widths of strings in columns of a terminal, and case.

(define-library (srfi 166 unicode)
  (export terminal-aware string-terminal-width string-terminal-width/wide
          substring-terminal-width substring-terminal-width/wide substring-terminal-preserve
          upcased downcased)
  (import (scheme base)
          (only (scheme char) string-upcase string-downcase)
          (cairn unicode)
          (cairn show state))
  (begin
    ;; --- control sequences ---

    ;; Where the control sequence that starts at i ends; i if there is none.
    (define (sequence-end s i end)
      (if (and (< (+ i 1) end)
               (char=? (string-ref s i) #\x1b)
               (char=? (string-ref s (+ i 1)) #\[))
          (let loop ((j (+ i 2)))
            (cond ((>= j end) end)
                  ((char<=? #\@ (string-ref s j) #\~) (+ j 1))
                  (else (loop (+ j 1)))))
          i))

    (define (char-width char wide?)
      (cond ((char<? char #\x7f) 1)
            ((char-zero-width? char) 0)
            ((char-wide? char) 2)
            ((and wide? (char-ambiguous-width? char)) 2)
            (else 1)))

    ;; --- widths ---

    (define (width-of wide?)
      (lambda (s . range)
        (let ((start (if (pair? range) (car range) 0))
              (end (if (and (pair? range) (pair? (cdr range))) (cadr range) (string-length s))))
          (let loop ((i start) (width 0))
            (if (>= i end)
                width
                (let ((next (sequence-end s i end)))
                  (if (> next i)
                      (loop next width)
                      (loop (+ i 1) (+ width (char-width (string-ref s i) wide?))))))))))

    (define string-terminal-width (width-of #f))
    (define string-terminal-width/wide (width-of #t))

    ;; The first index at which the width up to and including it exceeds a width.
    (define (index-exceeding s limit wide?)
      (let ((end (string-length s)))
        (let loop ((i 0) (width 0))
          (cond ((> width limit) i)
                ((>= i end) end)
                (else
                 (let ((next (sequence-end s i end)))
                   (if (> next i)
                       (loop next width)
                       (let ((width (+ width (char-width (string-ref s i) wide?))))
                         (if (> width limit) i (loop (+ i 1) width))))))))))

    (define (substring-of wide?)
      (lambda (s from to)
        (let ((start (if (< from 0) 0 (index-exceeding s from wide?))))
          (substring s start (max start (index-exceeding s to wide?))))))

    (define substring-terminal-width (substring-of #f))
    (define substring-terminal-width/wide (substring-of #t))

    ;; Colours and styles, and controls of direction.
    (define (substring-terminal-preserve s)
      (let ((port (open-output-string)) (end (string-length s)))
        (let loop ((i 0))
          (if (>= i end)
              (get-output-string port)
              (let ((next (sequence-end s i end)))
                (cond ((> next i)
                       (write-string s port i next)
                       (loop next))
                      (else
                       (when (direction? (string-ref s i))
                         (write-char (string-ref s i) port))
                       (loop (+ i 1)))))))))

    (define (direction? char)
      (or (char<=? #\x202a char #\x202e)
          (char<=? #\x2066 char #\x2069)
          (memv char '(#\x200e #\x200f #\x61c))))

    (define (terminal-aware . fmts)
      (fn (ambiguous-is-wide?)
        (with ((string-width (if ambiguous-is-wide?
                                 string-terminal-width/wide
                                 string-terminal-width))
               (substring/width (if ambiguous-is-wide?
                                    substring-terminal-width/wide
                                    substring-terminal-width))
               (substring/preserve substring-terminal-preserve))
          (each-in-list fmts))))

    ;; --- case ---

    ;; Maps everything but control sequences.
    (define (convert s change)
      (let ((end (string-length s)) (port (open-output-string)))
        (let loop ((i 0) (start 0))
          (let ((next (if (< i end) (sequence-end s i end) i)))
            (cond ((>= i end)
                   (write-string (change (substring s start end)) port)
                   (get-output-string port))
                  ((> next i)
                   (write-string (change (substring s start i)) port)
                   (write-string s port i next)
                   (loop next next))
                  (else (loop (+ i 1) start)))))))

    (define (changed change)
      (lambda fmts
        (fn ((original output))
          (with ((output (lambda (s) (original (convert s change)))))
            (each-in-list fmts)))))

    (define upcased (changed string-upcase))
    (define downcased (changed string-downcase))))
