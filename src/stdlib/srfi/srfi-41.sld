;;; SRFI 41: streams.
;;;
;;; A stream is a record of one field. Its content is one of
;;; - a procedure: the stream has not been forced, and the procedure returns the stream that it
;;;   stands for;
;;; - a cell, that is, a promise of the first element and the stream of the others, or ();
;;; - a stream: this one is the same as that.
;;;
;;; A stream whose procedure returns another unforced stream takes over its content, and the
;;; other refers to it: a long chain of delays needs no space, neither on the stack nor in the
;;; heap.

(define-library (srfi 41)
  (export
    stream-null stream-cons stream? stream-null? stream-pair? stream-car stream-cdr
    stream-lambda define-stream list->stream port->stream stream stream->list stream-append
    stream-concat stream-constant stream-drop stream-drop-while stream-filter stream-fold
    stream-for-each stream-from stream-iterate stream-length stream-let stream-map
    stream-match stream-of stream-range stream-ref stream-reverse stream-scan stream-take
    stream-take-while stream-unfold stream-unfolds stream-zip _)
  (import (scheme base) (scheme case-lambda) (scheme lazy) (only (cairn base) any))
  (begin
    (define-record-type <stream>
      (make-stream content)
      stream?
      (content content set-content!))

    (define-record-type <cell>
      (make-cell head tail)
      cell?
      (head cell-head)
      (tail cell-tail))

    (define stream-null (make-stream '()))

    (define-syntax stream-lazy
      (syntax-rules ()
        ((_ expression) (make-stream (lambda () expression)))))

    (define-syntax stream-cons
      (syntax-rules ()
        ((_ head tail) (make-stream (make-cell (delay head) (stream-lazy tail))))))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))
    (define (check-stream who x)
      (unless (stream? x) (wrong who "a stream" x)))
    (define (check-procedure who x)
      (unless (procedure? x) (wrong who "a procedure" x)))
    (define (check-count who n)
      (unless (and (exact-integer? n) (>= n 0))
        (wrong who "an exact integer that is not negative" n)))
    (define (check-number who x)
      (unless (number? x) (wrong who "a number" x)))

    ;; The value of a stream: a cell or (). A procedure that forces its own stream, or escapes
    ;; before it has returned, may find the content changed.
    (define (forced strm)
      (let ((content (content strm)))
        (cond ((procedure? content)
               (advance! strm content (content))
               (forced strm))
              ((stream? content)
               (let ((value (forced content)))
                 (set-content! strm value)
                 value))
              (else content))))

    (define (advance! strm old next)
      (check-stream 'stream next)
      (when (eq? (content strm) old)
        (let ((next (target next)))
          (when (eq? next strm) (error "stream: it is defined as itself"))
          (let ((taken (content next)))
            (set-content! strm taken)
            (when (procedure? taken) (set-content! next strm))))))

    ;; The stream that has the content.
    (define (target strm)
      (let ((content (content strm)))
        (if (stream? content) (target content) strm)))

    (define (stream-null? x) (and (stream? x) (null? (forced x))))
    (define (stream-pair? x) (and (stream? x) (cell? (forced x))))

    (define (cell-of who strm)
      (check-stream who strm)
      (let ((cell (forced strm)))
        (if (null? cell) (wrong who "a stream with elements" strm) cell)))

    (define (stream-car strm) (force (cell-head (cell-of 'stream-car strm))))
    (define (stream-cdr strm) (cell-tail (cell-of 'stream-cdr strm)))

    ;;; Syntax

    (define-syntax stream-lambda
      (syntax-rules ()
        ((_ formals body ...)
         (lambda formals (stream-lazy (let () body ...))))))

    (define-syntax define-stream
      (syntax-rules ()
        ((_ (name . formals) body ...)
         (define name (stream-lambda formals body ...)))))

    (define-syntax stream-let
      (syntax-rules ()
        ((_ tag ((name value) ...) body ...)
         ((letrec ((tag (stream-lambda (name ...) body ...))) tag) value ...))))

    (define-syntax stream
      (syntax-rules ()
        ((_) stream-null)
        ((_ x more ...) (stream-cons x (stream more ...)))))

    (define-syntax stream-match
      (syntax-rules ()
        ((_ expression clause ...)
         (let ((strm expression))
           (check-stream 'stream-match strm)
           (match-clauses strm clause ...)))))

    (define-syntax match-clauses
      (syntax-rules ()
        ((_ strm) (error "stream-match: no pattern fits"))
        ((_ strm (pattern result) more ...)
         (match-clauses strm (pattern #t result) more ...))
        ((_ strm (pattern fender result) more ...)
         (let ((fail (lambda () (match-clauses strm more ...))))
           (match-pattern strm pattern (fail) (if fender result (fail)))))))

    (define-syntax match-pattern
      (syntax-rules (_)
        ((match-pattern strm () failure result)
         (if (stream-null? strm) result failure))
        ((match-pattern strm (_ . rest) failure result)
         (if (stream-pair? strm)
             (let ((tail (stream-cdr strm)))
               (match-pattern tail rest failure result))
             failure))
        ((match-pattern strm (name . rest) failure result)
         (if (stream-pair? strm)
             (let ((name (stream-car strm)) (tail (stream-cdr strm)))
               (match-pattern tail rest failure result))
             failure))
        ((match-pattern strm _ failure result) result)
        ((match-pattern strm name failure result) (let ((name strm)) result))))

    ;; `rest` is the stream that follows all results of the clauses.
    (define-syntax stream-of
      (syntax-rules ()
        ((_ expression clause ...)
         (stream-lazy (of-clauses expression stream-null clause ...)))))

    (define-syntax of-clauses
      (syntax-rules (in is)
        ((_ expression rest) (stream-cons expression rest))
        ((_ expression rest (name in source) clause ...)
         (stream-let loop ((strm source))
           (if (stream-null? strm)
               rest
               (let ((name (stream-car strm)))
                 (of-clauses expression (loop (stream-cdr strm)) clause ...)))))
        ((_ expression rest (name is value) clause ...)
         (let ((name value)) (of-clauses expression rest clause ...)))
        ((_ expression rest test clause ...)
         (if test (of-clauses expression rest clause ...) rest))))

    ;;; Conversion

    (define (list->stream items)
      (unless (list? items) (wrong 'list->stream "a list" items))
      (stream-let loop ((items items))
        (if (null? items)
            stream-null
            (stream-cons (car items) (loop (cdr items))))))

    (define port->stream
      (case-lambda
        (() (port->stream (current-input-port)))
        ((port)
         (unless (input-port? port) (wrong 'port->stream "an input port" port))
         (stream-let loop ()
           (let ((c (read-char port)))
             (if (eof-object? c)
                 stream-null
                 (stream-cons c (loop))))))))

    (define stream->list
      (case-lambda
        ((strm)
         (check-stream 'stream->list strm)
         (let loop ((strm strm) (acc '()))
           (if (stream-null? strm)
               (reverse acc)
               (loop (stream-cdr strm) (cons (stream-car strm) acc)))))
        ((n strm)
         (check-count 'stream->list n)
         (check-stream 'stream->list strm)
         (let loop ((n n) (strm strm) (acc '()))
           (if (or (= n 0) (stream-null? strm))
               (reverse acc)
               (loop (- n 1) (stream-cdr strm) (cons (stream-car strm) acc)))))))

    ;;; Streams of numbers, and from procedures

    (define stream-from
      (case-lambda
        ((first) (stream-from first 1))
        ((first step)
         (check-number 'stream-from first)
         (check-number 'stream-from step)
         (stream-let loop ((x first))
           (stream-cons x (loop (+ x step)))))))

    (define stream-range
      (case-lambda
        ((first past) (stream-range first past (if (< first past) 1 -1)))
        ((first past step)
         (check-number 'stream-range first)
         (check-number 'stream-range past)
         (check-number 'stream-range step)
         (let ((before? (if (< 0 step) < >)))
           (stream-let loop ((x first))
             (if (before? x past)
                 (stream-cons x (loop (+ x step)))
                 stream-null))))))

    (define (stream-constant . items)
      (if (null? items)
          stream-null
          (stream-let loop ((rest items))
            (if (null? rest)
                (loop items)
                (stream-cons (car rest) (loop (cdr rest)))))))

    (define (stream-iterate f seed)
      (check-procedure 'stream-iterate f)
      (stream-let loop ((x seed))
        (stream-cons x (loop (f x)))))

    (define (stream-unfold mapper continue? successor seed)
      (check-procedure 'stream-unfold mapper)
      (check-procedure 'stream-unfold continue?)
      (check-procedure 'stream-unfold successor)
      (stream-let loop ((seed seed))
        (if (continue? seed)
            (stream-cons (mapper seed) (loop (successor seed)))
            stream-null)))

    ;; The results of all steps form one stream of lists, from which each result stream takes
    ;; its part.
    ;; The elements of a list, and after them the stream that a procedure gives.
    (define (prefixed items rest)
      (if (null? items)
          (rest)
          (stream-cons (car items) (prefixed (cdr items) rest))))

    (define (stream-unfolds f seed)
      (define-stream (steps seed)
        (let-values (((seed . results) (f seed)))
          (stream-cons results (steps seed))))
      (define-stream (part i strm)
        (let ((result (list-ref (stream-car strm) i)))
          (cond ((pair? result) (prefixed result (lambda () (part i (stream-cdr strm)))))
                ((null? result) stream-null)
                (result (wrong 'stream-unfolds "a list or #f as a result" result))
                (else (part i (stream-cdr strm))))))
      (check-procedure 'stream-unfolds f)
      (let* ((strm (steps seed)) (n (length (stream-car strm))))
        (let loop ((i (- n 1)) (parts '()))
          (if (< i 0)
              (apply values parts)
              (loop (- i 1) (cons (part i strm) parts))))))

    ;;; Parts of a stream

    (define (stream-ref strm n)
      (check-stream 'stream-ref strm)
      (check-count 'stream-ref n)
      (let loop ((strm strm) (i n))
        (cond ((stream-null? strm) (wrong 'stream-ref "an index in the stream" n))
              ((= i 0) (stream-car strm))
              (else (loop (stream-cdr strm) (- i 1))))))

    (define (stream-take n strm)
      (check-count 'stream-take n)
      (check-stream 'stream-take strm)
      (stream-let loop ((n n) (strm strm))
        (if (or (= n 0) (stream-null? strm))
            stream-null
            (stream-cons (stream-car strm) (loop (- n 1) (stream-cdr strm))))))

    (define (stream-drop n strm)
      (check-count 'stream-drop n)
      (check-stream 'stream-drop strm)
      (stream-let loop ((n n) (strm strm))
        (if (or (= n 0) (stream-null? strm))
            strm
            (loop (- n 1) (stream-cdr strm)))))

    (define (stream-take-while pred strm)
      (check-procedure 'stream-take-while pred)
      (check-stream 'stream-take-while strm)
      (stream-let loop ((strm strm))
        (if (and (stream-pair? strm) (pred (stream-car strm)))
            (stream-cons (stream-car strm) (loop (stream-cdr strm)))
            stream-null)))

    (define (stream-drop-while pred strm)
      (check-procedure 'stream-drop-while pred)
      (check-stream 'stream-drop-while strm)
      (stream-let loop ((strm strm))
        (if (and (stream-pair? strm) (pred (stream-car strm)))
            (loop (stream-cdr strm))
            strm)))

    (define (stream-filter pred strm)
      (check-procedure 'stream-filter pred)
      (check-stream 'stream-filter strm)
      (stream-let loop ((strm strm))
        (cond ((stream-null? strm) stream-null)
              ((pred (stream-car strm))
               (stream-cons (stream-car strm) (loop (stream-cdr strm))))
              (else (loop (stream-cdr strm))))))

    ;;; Streams of streams

    (define (stream-append . strms)
      (for-each (lambda (strm) (check-stream 'stream-append strm)) strms)
      (stream-let next ((strms strms))
        (cond ((null? strms) stream-null)
              ((null? (cdr strms)) (car strms))
              (else
               (stream-let loop ((strm (car strms)))
                 (if (stream-null? strm)
                     (next (cdr strms))
                     (stream-cons (stream-car strm) (loop (stream-cdr strm)))))))))

    (define (stream-concat strms)
      (check-stream 'stream-concat strms)
      (stream-let next ((strms strms))
        (if (stream-null? strms)
            stream-null
            (let ((first (stream-car strms)))
              (check-stream 'stream-concat first)
              (stream-let loop ((strm first))
                (if (stream-null? strm)
                    (next (stream-cdr strms))
                    (stream-cons (stream-car strm) (loop (stream-cdr strm)))))))))

    (define (stream-reverse strm)
      (check-stream 'stream-reverse strm)
      (stream-lazy
       (let loop ((strm strm) (acc stream-null))
         (if (stream-null? strm)
             acc
             (loop (stream-cdr strm) (stream-cons (stream-car strm) acc))))))

    ;;; Folding and mapping

    (define (stream-fold f seed strm)
      (check-procedure 'stream-fold f)
      (check-stream 'stream-fold strm)
      (let loop ((acc seed) (strm strm))
        (if (stream-null? strm)
            acc
            (loop (f acc (stream-car strm)) (stream-cdr strm)))))

    (define (stream-scan f seed strm)
      (check-procedure 'stream-scan f)
      (check-stream 'stream-scan strm)
      (stream-let loop ((acc seed) (strm strm))
        (if (stream-null? strm)
            (stream acc)
            (stream-cons acc (loop (f acc (stream-car strm)) (stream-cdr strm))))))

    (define (stream-length strm)
      (check-stream 'stream-length strm)
      (let loop ((n 0) (strm strm))
        (if (stream-null? strm) n (loop (+ n 1) (stream-cdr strm)))))

    (define stream-for-each
      (case-lambda
        ((f strm)
         (check-procedure 'stream-for-each f)
         (check-stream 'stream-for-each strm)
         (let loop ((strm strm))
           (unless (stream-null? strm)
             (f (stream-car strm))
             (loop (stream-cdr strm)))))
        ((f strm . more)
         (check-procedure 'stream-for-each f)
         (let ((strms (cons strm more)))
           (for-each (lambda (strm) (check-stream 'stream-for-each strm)) strms)
           (let loop ((strms strms))
             (unless (any stream-null? strms)
               (apply f (map stream-car strms))
               (loop (map stream-cdr strms))))))))

    (define stream-map
      (case-lambda
        ((f strm)
         (check-procedure 'stream-map f)
         (check-stream 'stream-map strm)
         (stream-let loop ((strm strm))
           (if (stream-null? strm)
               stream-null
               (stream-cons (f (stream-car strm)) (loop (stream-cdr strm))))))
        ((f strm . more)
         (check-procedure 'stream-map f)
         (let ((strms (cons strm more)))
           (for-each (lambda (strm) (check-stream 'stream-map strm)) strms)
           (stream-let loop ((strms strms))
             (if (any stream-null? strms)
                 stream-null
                 (stream-cons (apply f (map stream-car strms))
                              (loop (map stream-cdr strms)))))))))

    (define (stream-zip strm . more)
      (apply stream-map list strm more))))
