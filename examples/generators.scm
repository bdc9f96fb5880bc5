;;; generators.scm -- generators and coroutines from call/cc.
;;;
;;; A generator is a procedure without arguments that gives the next value each
;;; time it is called, and `done` when there are no more.  It is made from an
;;; ordinary loop that calls `yield`: two continuations, one for each side, are
;;; exchanged at every hand-over.

(import (scheme base)
        (scheme write))

;;; ------------------------------------------------------------------
;;; The library

(define done (list 'done))              ; a value equal to no other
(define (done? x) (eq? x done))

(define (make-generator producer)
  (define return #f)                    ; where the consumer waits
  (define (yield value)
    (call/cc
      (lambda (here)
        (set! resume (lambda () (here #f)))
        (return value))))
  (define (resume)                      ; where the producer waits
    (producer yield)
    (set! resume (lambda () (return done)))
    (return done))
  (lambda ()
    (call/cc
      (lambda (k)
        (set! return k)
        (resume)))))

;; (generator yield body ...): the body calls (yield value).
(define-syntax generator
  (syntax-rules ()
    ((_ yield body ...)
     (make-generator (lambda (yield) body ...)))))

;; (for-each-of (x generator) body ...)
(define-syntax for-each-of
  (syntax-rules ()
    ((_ (x source) body ...)
     (let ((next source))
       (let loop ((x (next)))
         (unless (done? x)
           body ...
           (loop (next))))))))

(define (generator->list g)
  (let loop ((items '()))
    (let ((x (g)))
      (if (done? x)
          (reverse items)
          (loop (cons x items))))))

(define (take n g)
  (generator yield
    (let loop ((n n))
      (when (> n 0)
        (let ((x (g)))
          (unless (done? x)
            (yield x)
            (loop (- n 1))))))))

(define (filter keep? g)
  (generator yield
    (for-each-of (x g)
      (when (keep? x) (yield x)))))

(define (transform f g)
  (generator yield
    (for-each-of (x g)
      (yield (f x)))))

(define (zip a b)
  (generator yield
    (let loop ((x (a)) (y (b)))
      (unless (or (done? x) (done? y))
        (yield (list x y))
        (loop (a) (b))))))

(define (show label value)
  (display label)
  (display ": ")
  (write value)
  (newline))

;;; ------------------------------------------------------------------
;;; Infinite sequences

(define (count-from n)
  (generator yield
    (let loop ((n n))
      (yield n)
      (loop (+ n 1)))))

(define (fibonacci)
  (generator yield
    (let loop ((a 0) (b 1))
      (yield a)
      (loop b (+ a b)))))

;; Each prime puts one more filter in front of the numbers.
(define (primes)
  (generator yield
    (let loop ((numbers (count-from 2)))
      (let ((prime (numbers)))
        (yield prime)
        (loop (filter (lambda (n) (not (= 0 (modulo n prime)))) numbers))))))

(show "fibonacci" (generator->list (take 15 (fibonacci))))
(show "primes" (generator->list (take 15 (primes))))
(show "numbered squares"
      (generator->list
        (take 5 (zip (count-from 1) (transform square (count-from 1))))))

;;; ------------------------------------------------------------------
;;; Walking a tree: recursion on one side, a plain loop on the other

(define (leaves tree)
  (generator yield
    (let walk ((tree tree))
      (cond ((null? tree) #f)
            ((pair? tree) (walk (car tree)) (walk (cdr tree)))
            (else (yield tree))))))

;; Do two trees have the same leaves?  Stops at the first difference, and
;; builds no list of leaves.
(define (same-fringe? a b)
  (let ((next-a (leaves a)) (next-b (leaves b)))
    (let loop ()
      (let ((x (next-a)) (y (next-b)))
        (cond ((not (eqv? x y)) #f)
              ((done? x) #t)
              (else (loop)))))))

(show "leaves" (generator->list (leaves '((1 (2 3)) (4) 5))))
(show "same fringe" (same-fringe? '(1 (2 3) ((4))) '((1 2) (3 4))))
(show "other fringe" (same-fringe? '(1 (2 3) ((4))) '((1 2) (4 3))))

;; Permutations, one at a time.
(define (permutations items)
  (define (remove x items)
    (cond ((null? items) '())
          ((eqv? x (car items)) (cdr items))
          (else (cons (car items) (remove x (cdr items))))))
  (generator yield
    (let choose ((left items) (chosen '()))
      (if (null? left)
          (yield (reverse chosen))
          (for-each (lambda (x) (choose (remove x left) (cons x chosen)))
                    left)))))

(show "permutations" (generator->list (permutations '(a b c))))

;;; ------------------------------------------------------------------
;;; Tasks that take turns: a scheduler is a queue of continuations

(define queue '())

(define (enqueue! thunk)
  (set! queue (append queue (list thunk))))

(define (dequeue!)
  (let ((first (car queue)))
    (set! queue (cdr queue))
    first))

;; Let the others run, then go on here.
(define (pause)
  (call/cc
    (lambda (k)
      (enqueue! (lambda () (k #f)))
      ((dequeue!)))))

(define (spawn task)
  (enqueue! (lambda ()
              (task)
              (unless (null? queue) ((dequeue!)))
              (leave-scheduler #f))))

(define leave-scheduler #f)

(define (run-tasks)
  (call/cc
    (lambda (k)
      (set! leave-scheduler k)
      ((dequeue!)))))

;; A producer and a consumer with a box for one thing between them.
(define shelf 'empty)

(define (put! thing)
  (cond ((eq? shelf 'empty) (set! shelf thing))
        (else (pause) (put! thing))))

(define (get!)
  (cond ((eq? shelf 'empty) (pause) (get!))
        (else (let ((thing shelf))
                (set! shelf 'empty)
                thing))))

(define (baker)
  (for-each (lambda (thing)
              (display "  the baker bakes ") (display thing) (newline)
              (put! thing))
            '(bread cake pie closed)))

(define (eater)
  (let ((thing (get!)))
    (unless (eq? thing 'closed)
      (display "  the eater eats ") (display thing) (newline)
      (eater))))

(display "producer and consumer:\n")
(spawn baker)
(spawn eater)
(run-tasks)

;; Three clocks, each of its own speed.
(define (clock name ticks)
  (lambda ()
    (let loop ((i 1))
      (when (<= i ticks)
        (display " ") (display name) (display i)
        (pause)
        (loop (+ i 1))))))

(display "three clocks:")
(spawn (clock 'a 2))
(spawn (clock 'b 4))
(spawn (clock 'c 3))
(run-tasks)
(newline)
