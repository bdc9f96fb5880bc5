;;; SRFI 37: args-fold, which takes the options of a command line apart.

(define-library (srfi 37)
  (export args-fold option option? option-names option-required-arg? option-optional-arg?
          option-processor)
  (import (scheme base))
  (begin
    ;; Names are characters, for options like -v, and strings, for those like --verbose.
    (define-record-type <option>
      (option names required-arg? optional-arg? processor)
      option?
      (names option-names)
      (required-arg? option-required-arg?)
      (optional-arg? option-optional-arg?)
      (processor option-processor))

    (define (find-option name options)
      (cond ((null? options) #f)
            ((member name (option-names (car options))) (car options))
            (else (find-option name (cdr options)))))

    (define (takes-argument? option)
      (or (option-required-arg? option) (option-optional-arg? option)))

    (define (index-of c text)
      (let loop ((i 0))
        (cond ((= i (string-length text)) #f)
              ((char=? (string-ref text i) c) i)
              (else (loop (+ i 1))))))

    ;; Seeds are as many values as there are: each step calls a processor with them, and goes
    ;; on with what it gives.
    (define (args-fold args options unrecognized-option-proc operand-proc . seeds)
      (define (process option name argument seeds)
        (call-with-values
          (lambda () (apply (option-processor option) option name argument seeds))
          list))

      ;; An option that nobody described.
      (define (unknown name argument?)
        (option (list name) argument? #f unrecognized-option-proc))

      (define (operands args seeds)
        (if (null? args)
            (apply values seeds)
            (operands (cdr args)
                      (call-with-values (lambda () (apply operand-proc (car args) seeds)) list))))

      (define (long word rest seeds)
        (let* ((at (index-of #\= word))
               (name (substring word 0 (or at (string-length word))))
               (argument (and at (substring word (+ at 1) (string-length word))))
               (known (find-option name options))
               (found (or known (unknown name (and at #t)))))
          (if (and known (not argument) (option-required-arg? found) (pair? rest))
              (scan (cdr rest) (process found name (car rest) seeds))
              (scan rest (process found name argument seeds)))))

      ;; The letters of a word from the i-th on.
      (define (short word i rest seeds)
        (if (= i (string-length word))
            (scan rest seeds)
            (let* ((name (string-ref word i))
                   (found (or (find-option name options) (unknown name #f)))
                   (next (+ i 1))
                   (last? (= next (string-length word))))
              (cond ((and (takes-argument? found) (not last?))
                     (scan rest
                           (process found name (substring word next (string-length word)) seeds)))
                    ((and last? (option-required-arg? found) (pair? rest))
                     (scan (cdr rest) (process found name (car rest) seeds)))
                    (else (short word next rest (process found name #f seeds)))))))

      (define (scan args seeds)
        (if (null? args)
            (apply values seeds)
            (let* ((word (car args)) (length (string-length word)))
              (cond ((string=? word "--") (operands (cdr args) seeds))
                    ((and (> length 2) (string=? (substring word 0 2) "--"))
                     (long (substring word 2 length) (cdr args) seeds))
                    ((and (> length 1) (char=? (string-ref word 0) #\-))
                     (short word 1 (cdr args) seeds))
                    (else
                     (scan (cdr args)
                           (call-with-values (lambda () (apply operand-proc word seeds)) list)))))))

      (scan args seeds))))
