;;; SRFI 158: generators and accumulators.
;;;
;;; A generator is a procedure of no arguments that returns its values one by one, then the
;;; end-of-file object for ever. An accumulator is a procedure of one argument; it collects its
;;; arguments, and returns the result when called with the end-of-file object. An operation on
;;; generators takes nothing from them before its own result is called.

(define-library (srfi 158)
  (export
    ;; constructors of generators
    generator circular-generator make-iota-generator make-range-generator
    make-coroutine-generator list->generator vector->generator reverse-vector->generator
    string->generator bytevector->generator make-for-each-generator make-unfold-generator
    ;; operations
    gcons* gappend gflatten ggroup gmerge gmap gcombine gfilter gremove gstate-filter
    gtake gdrop gtake-while gdrop-while gdelete gdelete-neighbor-dups gindex gselect
    ;; consumers
    generator->list generator->reverse-list generator->vector generator->vector!
    generator->string generator-fold generator-for-each generator-map->list generator-find
    generator-count generator-any generator-every generator-unfold
    ;; accumulators
    make-accumulator count-accumulator list-accumulator reverse-list-accumulator
    vector-accumulator reverse-vector-accumulator vector-accumulator! string-accumulator
    bytevector-accumulator bytevector-accumulator! sum-accumulator product-accumulator)
  (import (scheme base)
          (scheme case-lambda)
          (only (cairn base) list->bytevector)
          (only (cairn checks) %check-procedure))
  (begin
    (define eof (eof-object))

    (define (wrong who what x)
      (error (string-append (symbol->string who) ": expected " what ", got") x))

    (define (check-count who k)
      (unless (and (exact-integer? k) (>= k 0))
        (wrong who "an exact integer that is not negative" k)))

    ;; The next items of several generators, or #f when one is exhausted.
    (define (pull gens)
      (let loop ((gens gens) (acc '()))
        (if (null? gens)
            (reverse acc)
            (let ((x ((car gens))))
              (and (not (eof-object? x))
                   (loop (cdr gens) (cons x acc)))))))

    ;;; Constructors

    (define (generator . items) (list->generator items))

    (define (circular-generator x . more)
      (let* ((items (cons x more)) (rest items))
        (lambda ()
          (let ((x (car rest)))
            (set! rest (if (pair? (cdr rest)) (cdr rest) items))
            x))))

    ;; The number itself, or an inexact one if the other is inexact.
    (define (like x other) (if (exact? other) x (inexact x)))

    (define make-iota-generator
      (case-lambda
        ((count) (make-iota-generator count 0 1))
        ((count start) (make-iota-generator count start 1))
        ((count start step)
         (unless (and (integer? count) (>= count 0))
           (wrong 'make-iota-generator "a count" count))
         (let ((start (like start step)) (i 0))
           (lambda ()
             (if (< i count)
                 (let ((x (+ start (* i step))))
                   (set! i (+ i 1))
                   x)
                 eof))))))

    (define make-range-generator
      (case-lambda
        ((start)
         (lambda ()
           (let ((x start))
             (set! start (+ start 1))
             x)))
        ((start end) (make-range-generator start end 1))
        ((start end step)
         (let ((next (like start step)))
           (lambda ()
             (if (< next end)
                 (let ((x next))
                   (set! next (+ next step))
                   x)
                 eof))))))

    ;; `resume` continues where the coroutine stopped; `return` leaves it for the generator's
    ;; current caller.
    (define (make-coroutine-generator proc)
      (define return #f)
      (define (yield x)
        (call/cc
         (lambda (k)
           (set! resume (lambda () (k #f)))
           (return x))))
      (define (resume)
        (proc yield)
        (set! resume (lambda () (return eof)))
        (return eof))
      (lambda ()
        (call/cc
         (lambda (k)
           (set! return k)
           (resume)))))

    (define (list->generator items)
      (unless (or (pair? items) (null? items)) (wrong 'list->generator "a list" items))
      (lambda ()
        (if (pair? items)
            (let ((x (car items)))
              (set! items (cdr items))
              x)
            eof)))

    ;; Defines a procedure that generates the elements of a sequence from start to end.
    (define-syntax define-walk
      (syntax-rules ()
        ((_ name what is? size ref)
         (define name
           (case-lambda
             ((sequence) (name sequence 0))
             ((sequence start)
              (unless (is? sequence) (wrong 'name what sequence))
              (name sequence start (size sequence)))
             ((sequence start end)
              (check-range 'name what is? size sequence start end)
              (lambda ()
                (if (< start end)
                    (let ((x (ref sequence start)))
                      (set! start (+ start 1))
                      x)
                    eof))))))))

    (define (check-range who what is? size sequence start end)
      (unless (is? sequence) (wrong who what sequence))
      (unless (and (exact-integer? start) (exact-integer? end)
                   (<= 0 start end (size sequence)))
        (error (string-append (symbol->string who) ": no such range:") start end)))

    (define-walk vector->generator "a vector" vector? vector-length vector-ref)
    (define-walk string->generator "a string" string? string-length string-ref)
    (define-walk bytevector->generator "a bytevector" bytevector? bytevector-length
      bytevector-u8-ref)

    (define reverse-vector->generator
      (case-lambda
        ((vec) (reverse-vector->generator vec 0))
        ((vec start)
         (unless (vector? vec) (wrong 'reverse-vector->generator "a vector" vec))
         (reverse-vector->generator vec start (vector-length vec)))
        ((vec start end)
         (check-range 'reverse-vector->generator "a vector" vector? vector-length vec start end)
         (lambda ()
           (if (< start end)
               (begin
                 (set! end (- end 1))
                 (vector-ref vec end))
               eof)))))

    (define (make-for-each-generator for-each obj)
      (make-coroutine-generator (lambda (yield) (for-each yield obj))))

    (define (make-unfold-generator stop? mapper successor seed)
      (lambda ()
        (if (stop? seed)
            eof
            (let ((x (mapper seed)))
              (set! seed (successor seed))
              x))))

    ;;; Operations

    (define (gcons* x . more)
      (let loop ((x x) (rest more) (items '()))
        (if (pair? rest)
            (loop (car rest) (cdr rest) (cons x items))
            (let ((gen x) (items (reverse items)))
              (lambda ()
                (if (pair? items)
                    (let ((x (car items)))
                      (set! items (cdr items))
                      x)
                    (gen)))))))

    (define (gappend . gens)
      (lambda ()
        (let loop ()
          (if (null? gens)
              eof
              (let ((x ((car gens))))
                (if (eof-object? x)
                    (begin (set! gens (cdr gens)) (loop))
                    x))))))

    (define (gflatten gen)
      (let ((items '()))
        (lambda ()
          (let loop ()
            (cond ((pair? items)
                   (let ((x (car items)))
                     (set! items (cdr items))
                     x))
                  ((eof-object? items) eof)
                  (else
                   (set! items (gen))
                   (loop)))))))

    (define ggroup
      (case-lambda
        ((gen k)
         (check-group k)
         (lambda ()
           (let ((items (generator->list gen k)))
             (if (null? items) eof items))))
        ((gen k padding)
         (check-group k)
         (lambda ()
           (let ((items (generator->list gen k)))
             (cond ((null? items) eof)
                   ((= (length items) k) items)
                   (else (append items (make-list (- k (length items)) padding)))))))))

    (define (check-group k)
      (unless (and (exact-integer? k) (> k 0)) (wrong 'ggroup "a size that is positive" k)))

    ;; Merges halves.
    (define (gmerge less? gen . more)
      (let merge ((gens (cons gen more)) (n (+ (length more) 1)))
        (if (= n 1)
            (car gens)
            (let ((half (quotient n 2)))
              (merge-two less?
                         (merge gens half)
                         (merge (list-tail gens half) (- n half)))))))

    ;; Items read from a generator and not yet needed; empty at times.
    (define nothing (list 'nothing))

    (define (merge-two less? left right)
      (let ((a nothing) (b nothing))
        (define (take-a) (let ((x a)) (set! a nothing) x))
        (define (take-b) (let ((x b)) (set! b nothing) x))
        (lambda ()
          (when (eq? a nothing) (set! a (left)))
          (when (eq? b nothing) (set! b (right)))
          (cond ((eof-object? b) (if (eof-object? a) eof (take-a)))
                ((eof-object? a) (take-b))
                ((less? b a) (take-b))
                (else (take-a))))))

    (define gmap
      (case-lambda
        ((f gen)
         (%check-procedure 'gmap f)
         (lambda ()
           (let ((x (gen)))
             (if (eof-object? x) x (f x)))))
        ((f gen . more)
         (%check-procedure 'gmap f)
         (let ((gens (cons gen more)))
           (lambda ()
             (let ((items (pull gens)))
               (if items (apply f items) eof)))))))

    (define (gcombine f seed gen . more)
      (let ((gens (cons gen more)))
        (lambda ()
          (let ((items (pull gens)))
            (if items
                (let-values (((x next) (apply f (append items (list seed)))))
                  (set! seed next)
                  x)
                eof)))))

    (define (gfilter pred gen)
      (%check-procedure 'gfilter pred)
      (lambda ()
        (let loop ((x (gen)))
          (if (or (eof-object? x) (pred x)) x (loop (gen))))))

    (define (gremove pred gen)
      (%check-procedure 'gremove pred)
      (gfilter (lambda (x) (not (pred x))) gen))

    (define (gstate-filter f seed gen)
      (%check-procedure 'gstate-filter f)
      (lambda ()
        (let loop ((x (gen)))
          (if (eof-object? x)
              x
              (let-values (((take? next) (f x seed)))
                (set! seed next)
                (if take? x (loop (gen))))))))

    (define gtake
      (case-lambda
        ((gen k)
         (check-count 'gtake k)
         (lambda ()
           (if (> k 0)
               (begin
                 (set! k (- k 1))
                 (gen))
               eof)))
        ((gen k padding)
         (gtake (gappend gen (lambda () padding)) k))))

    (define (gdrop gen k)
      (check-count 'gdrop k)
      (lambda ()
        (let loop ()
          (if (= k 0)
              (gen)
              (begin
                (set! k (if (eof-object? (gen)) 0 (- k 1)))
                (loop))))))

    (define (gtake-while pred gen)
      (%check-procedure 'gtake-while pred)
      (let ((going? #t))
        (lambda ()
          (if going?
              (let ((x (gen)))
                (cond ((eof-object? x) x)
                      ((pred x) x)
                      (else (set! going? #f) eof)))
              eof))))

    (define (gdrop-while pred gen)
      (%check-procedure 'gdrop-while pred)
      (let ((going? #f))
        (lambda ()
          (if going?
              (gen)
              (let loop ((x (gen)))
                (if (and (not (eof-object? x)) (pred x))
                    (loop (gen))
                    (begin
                      (set! going? #t)
                      x)))))))

    (define gdelete
      (case-lambda
        ((item gen) (gdelete item gen equal?))
        ((item gen same?) (gfilter (lambda (x) (not (same? item x))) gen))))

    (define gdelete-neighbor-dups
      (case-lambda
        ((gen) (gdelete-neighbor-dups gen equal?))
        ((gen same?)
         (let ((last nothing))
           (lambda ()
             (let loop ((x (gen)))
               (cond ((eof-object? x) x)
                     ((and (not (eq? last nothing)) (same? last x)) (loop (gen)))
                     (else (set! last x) x))))))))

    (define (gindex values indices)
      (%check-procedure 'gindex values)
      (let ((at 0))
        (lambda ()
          (let ((i (indices)))
            (cond ((eof-object? i) i)
                  ((and (exact-integer? i) (>= i at))
                   (let loop ((x (values)))
                     (set! at (+ at 1))
                     (if (or (eof-object? x) (> at i)) x (loop (values)))))
                  (else (wrong 'gindex "an index greater than the one before" i)))))))

    (define (gselect values truths)
      (lambda ()
        (let loop ()
          (let ((x (values)) (take? (truths)))
            (cond ((or (eof-object? x) (eof-object? take?)) eof)
                  (take? x)
                  (else (loop)))))))

    ;;; Consumers

    (define generator->reverse-list
      (case-lambda
        ((gen)
         (let loop ((x (gen)) (acc '()))
           (if (eof-object? x) acc (loop (gen) (cons x acc)))))
        ((gen k)
         (check-count 'generator->reverse-list k)
         (let loop ((k k) (acc '()))
           (if (= k 0)
               acc
               (let ((x (gen)))
                 (if (eof-object? x) acc (loop (- k 1) (cons x acc)))))))))

    (define generator->list
      (case-lambda
        ((gen) (reverse (generator->reverse-list gen)))
        ((gen k)
         (check-count 'generator->list k)
         (reverse (generator->reverse-list gen k)))))

    (define generator->vector
      (case-lambda
        ((gen) (list->vector (generator->list gen)))
        ((gen k)
         (check-count 'generator->vector k)
         (list->vector (generator->list gen k)))))

    (define generator->string
      (case-lambda
        ((gen) (list->string (generator->list (characters gen))))
        ((gen k)
         (check-count 'generator->string k)
         (list->string (generator->list (characters gen) k)))))
    (define (characters gen)
      (lambda ()
        (let ((c (gen)))
          (unless (or (char? c) (eof-object? c))
            (error "generator->string: expected a character, got" c))
          c)))

    (define (generator->vector! vec at gen)
      (check-range 'generator->vector! "a vector" vector? vector-length vec at at)
      (let ((end (vector-length vec)))
        (let loop ((i at))
          (if (< i end)
              (let ((x (gen)))
                (if (eof-object? x)
                    (- i at)
                    (begin
                      (vector-set! vec i x)
                      (loop (+ i 1)))))
              (- i at)))))

    (define generator-fold
      (case-lambda
        ((f seed gen)
         (%check-procedure 'generator-fold f)
         (let loop ((x (gen)) (acc seed))
           (if (eof-object? x) acc (loop (gen) (f x acc)))))
        ((f seed gen . more)
         (%check-procedure 'generator-fold f)
         (let ((gens (cons gen more)))
           (let loop ((items (pull gens)) (acc seed))
             (if items
                 (let ((acc (apply f (append items (list acc)))))
                   (loop (pull gens) acc))
                 acc))))))

    (define generator-for-each
      (case-lambda
        ((f gen)
         (%check-procedure 'generator-for-each f)
         (let loop ((x (gen)))
           (unless (eof-object? x)
             (f x)
             (loop (gen)))))
        ((f gen . more)
         (%check-procedure 'generator-for-each f)
         (let ((gens (cons gen more)))
           (let loop ((items (pull gens)))
             (when items
               (apply f items)
               (loop (pull gens))))))))

    (define (generator-map->list f gen . more)
      (generator->list (apply gmap f gen more)))

    (define (generator-find pred gen)
      (%check-procedure 'generator-find pred)
      (let loop ((x (gen)))
        (cond ((eof-object? x) #f)
              ((pred x) x)
              (else (loop (gen))))))

    (define (generator-count pred gen)
      (%check-procedure 'generator-count pred)
      (generator-fold (lambda (x n) (if (pred x) (+ n 1) n)) 0 gen))

    (define (generator-any pred gen)
      (%check-procedure 'generator-any pred)
      (let loop ((x (gen)))
        (and (not (eof-object? x))
             (or (pred x) (loop (gen))))))

    (define (generator-every pred gen)
      (%check-procedure 'generator-every pred)
      (let loop ((x (gen)) (last #t))
        (if (eof-object? x)
            last
            (let ((y (pred x)))
              (and y (loop (gen) y))))))

    (define (generator-unfold gen unfold . args)
      (apply unfold eof-object? (lambda (x) x) (lambda (x) (gen)) (gen) args))

    ;;; Accumulators

    (define (make-accumulator kons seed finish)
      (lambda (x)
        (if (eof-object? x)
            (finish seed)
            (set! seed (kons x seed)))))

    (define (itself x) x)

    (define (count-accumulator) (make-accumulator (lambda (x n) (+ n 1)) 0 itself))
    (define (sum-accumulator) (make-accumulator + 0 itself))
    (define (product-accumulator) (make-accumulator * 1 itself))
    (define (list-accumulator) (make-accumulator cons '() reverse))
    (define (reverse-list-accumulator) (make-accumulator cons '() itself))
    (define (vector-accumulator)
      (make-accumulator cons '() (lambda (items) (list->vector (reverse items)))))
    (define (reverse-vector-accumulator) (make-accumulator cons '() list->vector))

    (define (string-accumulator)
      (make-accumulator
       (lambda (c acc)
         (if (char? c) (cons c acc) (wrong 'string-accumulator "a character" c)))
       '()
       (lambda (chars) (list->string (reverse chars)))))

    (define (byte? x) (and (exact-integer? x) (<= 0 x 255)))

    (define (bytevector-accumulator)
      (make-accumulator
       (lambda (byte acc)
         (if (byte? byte) (cons byte acc) (wrong 'bytevector-accumulator "a byte" byte)))
       '()
       (lambda (bytes) (list->bytevector (reverse bytes)))))

    (define (vector-accumulator! vec at)
      (check-range 'vector-accumulator! "a vector" vector? vector-length vec at at)
      (make-accumulator
       (lambda (x i)
         (unless (< i (vector-length vec)) (wrong 'vector-accumulator! "no more items" x))
         (vector-set! vec i x)
         (+ i 1))
       at
       (lambda (i) vec)))

    (define (bytevector-accumulator! bytes at)
      (check-range 'bytevector-accumulator! "a bytevector" bytevector? bytevector-length
                   bytes at at)
      (make-accumulator
       (lambda (byte i)
         (unless (byte? byte) (wrong 'bytevector-accumulator! "a byte" byte))
         (unless (< i (bytevector-length bytes))
           (wrong 'bytevector-accumulator! "no more bytes" byte))
         (bytevector-u8-set! bytes i byte)
         (+ i 1))
       at
       (lambda (i) bytes)))))
