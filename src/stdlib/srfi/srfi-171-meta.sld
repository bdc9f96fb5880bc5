;;; SRFI 171, (srfi 171 meta): tools for writing transducers.
;;;
;;; A reducer that is finished returns a reduced value: the result in a record; the reductions
;;; of collections stop there and return the content.

(define-library (srfi 171 meta)
  (export reduced reduced? unreduce ensure-reduced preserving-reduced
          list-reduce vector-reduce string-reduce bytevector-u8-reduce port-reduce
          generator-reduce)
  (import (scheme base))
  (begin
    (define-record-type <reduced>
      (reduced value)
      reduced?
      (value unreduce))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (ensure-reduced x)
      (if (reduced? x) x (reduced x)))

    (define (preserving-reduced reducer)
      (lambda (result x)
        (let ((result (reducer result x)))
          (if (reduced? result) (reduced result) result))))

    (define (list-reduce f identity items)
      (let loop ((result identity) (rest items))
        (cond ((pair? rest)
               (let ((result (f result (car rest))))
                 (if (reduced? result)
                     (unreduce result)
                     (loop result (cdr rest)))))
              ((null? rest) result)
              (else (wrong 'list-reduce "a list" items)))))

    ;; Defines the reduction of a sequence with indices.
    (define-syntax define-reduction
      (syntax-rules ()
        ((_ name what is? length-of ref)
         (define (name f identity sequence)
           (unless (is? sequence) (wrong 'name what sequence))
           (let ((n (length-of sequence)))
             (let loop ((result identity) (i 0))
               (if (= i n)
                   result
                   (let ((result (f result (ref sequence i))))
                     (if (reduced? result)
                         (unreduce result)
                         (loop result (+ i 1)))))))))))

    (define-reduction vector-reduce "a vector" vector? vector-length vector-ref)
    (define-reduction string-reduce "a string" string? string-length string-ref)
    (define-reduction bytevector-u8-reduce "a bytevector" bytevector? bytevector-length
      bytevector-u8-ref)

    (define (generator-reduce f identity gen)
      (let loop ((result identity))
        (let ((x (gen)))
          (if (eof-object? x)
              result
              (let ((result (f result x)))
                (if (reduced? result)
                    (unreduce result)
                    (loop result)))))))

    (define (port-reduce f identity reader port)
      (unless (input-port? port) (wrong 'port-reduce "an input port" port))
      (generator-reduce f identity (lambda () (reader port))))))
