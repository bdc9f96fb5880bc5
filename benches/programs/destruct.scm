;;; destruct -- queues and lists changed in place: set-car! and set-cdr!.
(import (scheme base) (scheme write))

(define (reverse! items)
  (let loop ((items items) (done '()))
    (if (null? items)
        done
        (let ((rest (cdr items)))
          (set-cdr! items done)
          (loop rest items)))))

(define (last-pair items)
  (if (pair? (cdr items)) (last-pair (cdr items)) items))

(define (append! a b)
  (set-cdr! (last-pair a) b)
  a)

(define (increment! items)
  (let loop ((rest items))
    (unless (null? rest)
      (set-car! rest (+ 1 (car rest)))
      (loop (cdr rest))))
  items)

;; Unlinks every pair whose car is a multiple of k, but never the first.
(define (unlink! items k)
  (let loop ((before items))
    (cond ((null? (cdr before)) items)
          ((= 0 (remainder (cadr before) k))
           (set-cdr! before (cddr before))
           (loop before))
          (else (loop (cdr before))))))

;; A queue is a pair of the list and its last pair.
(define (make-queue) (let ((mark (list 'mark))) (cons mark mark)))
(define (enqueue! q x)
  (let ((new (list x)))
    (set-cdr! (cdr q) new)
    (set-cdr! q new)))
(define (dequeue! q)
  (let ((x (cadr (car q))))
    (set-car! q (cdr (car q)))
    x))

(define (rotate rounds)
  (let ((q (make-queue)))
    (do ((i 0 (+ i 1)))
        ((= i 100))
      (enqueue! q i))
    (do ((i 0 (+ i 1))
         (sum 0 (let ((x (dequeue! q)))
                  (enqueue! q (remainder (+ x i) 1000))
                  (+ sum x))))
        ((= i rounds) sum))))

(define (main n)
  (do ((i 0 (+ i 1))
       (sum 0
            (let ((items (append! (make-list 300 i) (make-list 300 (+ i 1)))))
              (+ sum
                 (apply + (unlink! (reverse! (increment! items)) 3))
                 (rotate 1000)))))
      ((= i n) (display sum) (newline))))

(main 5000)
