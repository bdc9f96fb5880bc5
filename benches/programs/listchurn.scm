;;; listchurn -- a window of lists of which the oldest is dropped: objects that
;;; live just long enough to be promoted.
(import (scheme base) (scheme write))

(define (make-items n seed)
  (let loop ((i 0) (items '()))
    (if (= i n) items (loop (+ i 1) (cons (list i seed (+ i seed)) items)))))

(define (sum items)
  (let loop ((items items) (total 0))
    (if (null? items)
        total
        (loop (cdr items) (+ total (list-ref (car items) 2))))))

(define (main n window)
  (let ((slots (make-vector window '())))
    (do ((i 0 (+ i 1))
         (total 0 (let ((k (remainder i window)))
                    (let ((old (sum (vector-ref slots k))))
                      (vector-set! slots k (make-items 100 i))
                      (+ total old)))))
        ((= i n) (display total) (newline)))))

(main 40000 500)
