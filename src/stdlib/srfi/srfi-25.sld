;;; SRFI 25: multi-dimensional arrays.
;;;
;;; An array has its bounds, a store, and a map from indices to the position in the store: a
;;; vector of coefficients, one for each dimension, and an offset. Sharing composes affine maps.
;;; A shape is an array of two columns, the lower and the upper bounds.

(define-library (srfi 25)
  (export array? make-array shape array array-rank array-start array-end array-ref
          array-set! share-array)
  (import (scheme base) (scheme case-lambda))
  (begin
    (define-record-type <array>
      (new-array starts ends coefficients offset store)
      array?
      (starts starts)
      (ends ends)
      (coefficients coefficients)
      (offset offset)
      (store store))

    (define (check-array name x)
      (unless (array? x)
        (error (string-append name ": expected an array, got") x)))

    (define (array-rank a)
      (check-array "array-rank" a)
      (vector-length (starts a)))

    (define (bound name bounds a k)
      (check-array name a)
      (unless (and (exact-integer? k) (< -1 k (vector-length (starts a))))
        (error (string-append name ": no such dimension") k))
      (vector-ref (bounds a) k))

    (define (array-start a k) (bound "array-start" starts a k))
    (define (array-end a k) (bound "array-end" ends a k))

    ;; --- shapes ---

    ;; An array with these bounds, whose elements are in row-major order in the store.
    (define (row-major starts ends store)
      (let* ((rank (vector-length starts)) (coefficients (make-vector rank)))
        (let loop ((k (- rank 1)) (stride 1) (offset 0))
          (if (< k 0)
              (new-array starts ends coefficients offset store)
              (begin
                (vector-set! coefficients k stride)
                (loop (- k 1)
                      (* stride (- (vector-ref ends k) (vector-ref starts k)))
                      (- offset (* stride (vector-ref starts k)))))))))

    (define (size starts ends)
      (let loop ((k 0) (size 1))
        (if (< k (vector-length starts))
            (loop (+ k 1) (* size (- (vector-ref ends k) (vector-ref starts k))))
            size)))

    (define (shape . bounds)
      (let loop ((rest bounds) (rank 0))
        (cond ((null? rest)
               (row-major (vector 0 0) (vector rank 2) (list->vector bounds)))
              ((and (pair? (cdr rest))
                    (exact-integer? (car rest))
                    (exact-integer? (cadr rest))
                    (<= (car rest) (cadr rest)))
               (loop (cddr rest) (+ rank 1)))
              (else (error "shape: expected pairs of bounds, got" bounds)))))

    ;; Calls (f starts ends) with the bounds of a shape.
    (define (with-bounds name s f)
      (check-array name s)
      (unless (and (= (array-rank s) 2)
                   (= (array-start s 0) 0)
                   (= (array-start s 1) 0)
                   (= (array-end s 1) 2))
        (error (string-append name ": expected a shape, got") s))
      (let* ((rank (array-end s 0)) (starts (make-vector rank)) (ends (make-vector rank)))
        (do ((k 0 (+ k 1)))
            ((= k rank) (f starts ends))
          (vector-set! starts k (array-ref s k 0))
          (vector-set! ends k (array-ref s k 1))
          (unless (and (exact-integer? (vector-ref starts k))
                       (exact-integer? (vector-ref ends k))
                       (<= (vector-ref starts k) (vector-ref ends k)))
            (error (string-append name ": bad bounds")
                   (vector-ref starts k) (vector-ref ends k))))))

    ;; --- construction ---

    (define make-array
      (case-lambda
        ((shape) (make-array shape #f))
        ((shape fill)
         (with-bounds "make-array" shape
           (lambda (starts ends)
             (row-major starts ends (make-vector (size starts ends) fill)))))))

    (define (array shape . elements)
      (with-bounds "array" shape
        (lambda (starts ends)
          (unless (= (length elements) (size starts ends))
            (error "array: the shape has another number of elements:" (length elements)))
          (row-major starts ends (list->vector elements)))))

    ;; --- access ---

    ;; The position of an element, whose indices are a list.
    (define (place name a indices)
      (check-array name a)
      (let ((rank (vector-length (starts a))))
        (let loop ((k 0) (rest indices) (place (offset a)))
          (cond ((and (= k rank) (null? rest)) place)
                ((or (= k rank) (null? rest))
                 (error (string-append name ": wrong number of indices") indices))
                ((and (exact-integer? (car rest))
                      (<= (vector-ref (starts a) k) (car rest))
                      (< (car rest) (vector-ref (ends a) k)))
                 (loop (+ k 1)
                       (cdr rest)
                       (+ place (* (vector-ref (coefficients a) k) (car rest)))))
                (else
                 (error (string-append name ": index out of range") (car rest)))))))

    ;; The indices in a vector or an array of one dimension.
    (define (index-list name x)
      (cond ((vector? x) (vector->list x))
            ((and (array? x) (= (array-rank x) 1))
             (let loop ((i (- (array-end x 0) 1)) (indices '()))
               (if (< i (array-start x 0))
                   indices
                   (loop (- i 1) (cons (array-ref x i) indices)))))
            (else (error (string-append name ": expected an index, got") x))))

    (define array-ref
      (case-lambda
        ((a i)
         (vector-ref (store* a)
                     (place "array-ref" a
                            (if (exact-integer? i) (list i) (index-list "array-ref" i)))))
        ((a . indices)
         (vector-ref (store* a) (place "array-ref" a indices)))))

    ;; The store of an array; for anything else, a store that is never accessed.
    (define (store* a)
      (if (array? a) (store a) (vector)))

    (define array-set!
      (case-lambda
        ((a value)
         (vector-set! (store* a) (place "array-set!" a '()) value))
        ((a i value)
         (vector-set! (store* a)
                      (place "array-set!" a
                             (if (exact-integer? i) (list i) (index-list "array-set!" i)))
                      value))
        ((a i j value)
         (vector-set! (store* a) (place "array-set!" a (list i j)) value))
        ((a i j k . rest)
         (let* ((all (reverse (append (list i j k) rest))))
           (vector-set! (store* a)
                        (place "array-set!" a (reverse (cdr all)))
                        (car all))))))

    ;; --- sharing ---

    ;; The map of the new array is derived from the images of its corners: the position of the
    ;; least indices, and the step of each dimension. A dimension of size one has no step.
    (define (share-array a shape f)
      (check-array "share-array" a)
      (with-bounds "share-array" shape
        (lambda (starts ends)
          (let ((rank (vector-length starts)))
            (define (mapped indices)
              (call-with-values
                (lambda () (apply f (vector->list indices)))
                (lambda indices (place "share-array" a indices))))
            (define (moved k i)
              (let ((indices (vector-copy starts)))
                (vector-set! indices k i)
                indices))
            (if (= (size starts ends) 0)
                (row-major starts ends (vector))
                (let ((origin (mapped starts)) (coefficients (make-vector rank 0)))
                  (let loop ((k 0) (offset origin))
                    (if (= k rank)
                        (new-array starts ends coefficients offset (store a))
                        (let* ((start (vector-ref starts k))
                               (last (- (vector-ref ends k) 1))
                               (step (if (= start last)
                                         0
                                         (quotient (- (mapped (moved k last)) origin)
                                                   (- last start)))))
                          (vector-set! coefficients k step)
                          (loop (+ k 1) (- offset (* step start)))))))))))))) 
