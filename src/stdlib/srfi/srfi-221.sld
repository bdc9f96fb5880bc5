;;; SRFI 221: procedures for generators and accumulators that SRFI 158 lacks: pipelines, choice, streams.

(define-library (srfi 221)
  (export gcompose-left gcompose-right accumulate-generated-values genumerate gchoice
          stream->generator generator->stream)
  (import (scheme base) (srfi 41))
  (begin
    ;; The generator that a constructor makes, after operations on it, the leftmost first.
    (define (gcompose-left constructor . operations)
      (let loop ((generator (constructor)) (operations operations))
        (if (null? operations)
            generator
            (loop ((car operations) generator) (cdr operations)))))

    ;; The same with the constructor last and the rightmost operation first.
    (define (gcompose-right operation . operations)
      (apply gcompose-left (reverse (cons operation operations))))

    ;; Passes the values of a generator to an accumulator; its result.
    (define (accumulate-generated-values accumulator generator)
      (let loop ()
        (let* ((value (generator)) (result (accumulator value)))
          (if (eof-object? value) result (loop)))))

    ;; A generator of pairs: the number of a value, from 0, and the value.
    (define (genumerate generator)
      (let ((number -1))
        (lambda ()
          (let ((value (generator)))
            (if (eof-object? value)
                value
                (begin (set! number (+ number 1)) (cons number value)))))))

    ;; A generator that takes each value from the one of the sources whose number the first generator gives, from 0.
    (define (gchoice choices . sources)
      (let* ((all (list->vector sources))
             (count (vector-length all))
             (left count))
        (define (checked number)
          (unless (and (exact-integer? number) (< -1 number count))
            (error "gchoice: expected the number of a source, got" number))
          number)
        (define (next)
          (let ((number (if (= left 0) (eof-object) (choices))))
            (if (eof-object? number)
                number
                (let* ((source (vector-ref all (checked number)))
                       (value (if source (source) (eof-object))))
                  (cond
                    ((not (eof-object? value)) value)
                    (else
                     (when source
                       (vector-set! all number #f)
                       (set! left (- left 1)))
                     (next)))))))
        next))

    ;; A generator of the elements of a stream.
    (define (stream->generator stream)
      (unless (stream? stream) (error "stream->generator: expected a stream, got" stream))
      (lambda ()
        (if (stream-null? stream)
            (eof-object)
            (let ((value (stream-car stream)))
              (set! stream (stream-cdr stream))
              value))))

    ;; A stream of the values of a generator.
    (define-stream (generator->stream generator)
      (let ((value (generator)))
        (if (eof-object? value)
            stream-null
            (stream-cons value (generator->stream generator)))))))
