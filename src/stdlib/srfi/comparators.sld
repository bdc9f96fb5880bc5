;;; Comparators: the exports of (srfi 128), and the index function of hash tables for the
;;; default comparator.
;;;
;;; A comparator is a record of four procedures. If it lacks an ordering or a hash function, it
;;; has a procedure that signals an error instead.
;;;
;;; The default comparator orders objects of different kinds by `rank`, and objects of one kind
;;; as the SRFI prescribes. Objects of unknown kinds are compared by equal?, and ordered by when
;;; they are first met.

(define-library (cairn comparators)
  (export comparator? comparator-ordered? comparator-hashable?
          make-comparator make-pair-comparator make-list-comparator make-vector-comparator
          make-eq-comparator make-eqv-comparator make-equal-comparator
          boolean-hash char-hash char-ci-hash string-hash string-ci-hash symbol-hash number-hash
          hash-bound hash-salt
          make-default-comparator default-hash comparator-register-default!
          comparator-type-test-predicate comparator-equality-predicate
          comparator-ordering-predicate comparator-hash-function
          comparator-test-type comparator-check-type comparator-hash
          =? <? >? <=? >=? comparator-if<=>
          default=? default-index)
  (import (scheme base)
          (scheme case-lambda)
          (scheme char)
          (scheme complex)
          (scheme inexact)
          (scheme time)
          (only (cairn base) hash string-hash string-ci-hash symbol-hash symbol<? fixnum?
                bitwise-and bitwise-xor greatest-fixnum find
                make-hash-table hash-table-intern!))
  (begin
    (define-record-type comparator
      (bundle type-test same? less? hash ordered? hashable?)
      comparator?
      (type-test comparator-type-test-predicate)
      (same? comparator-equality-predicate)
      (less? comparator-ordering-predicate)
      (hash comparator-hash-function)
      (ordered? comparator-ordered?)
      (hashable? comparator-hashable?))

    (define (make-comparator type-test same? less? hash)
      (define (check f)
        (unless (procedure? f)
          (error "make-comparator: expected a procedure, got" f)))
      (check type-test)
      (check same?)
      (when less? (check less?))
      (when hash (check hash))
      (bundle type-test
              same?
              (or less? no-ordering)
              (or hash no-hash)
              (and less? #t)
              (and hash #t)))

    (define (no-ordering a b) (error "comparator has no ordering predicate, to compare" a b))
    (define (no-hash x . more) (error "comparator has no hash function, to hash" x))

    (define (comparator-test-type comparator x)
      ((comparator-type-test-predicate comparator) x))
    (define (comparator-check-type comparator x)
      (or (comparator-test-type comparator x)
          (error "comparator-check-type: object is of the wrong type for the comparator" x)))
    (define (comparator-hash comparator x)
      ((comparator-hash-function comparator) x))

    ;; --- hash functions

    (define (mix hash other)
      (bitwise-xor (* 31 (bitwise-and hash #x3fffffffffffff)) other))

    (define (check who right? x)
      (unless (right? x)
        (error (string-append who ": argument has the wrong type") x)))

    (define (boolean-hash x . bound)
      (check "boolean-hash" boolean? x)
      (hash x))
    (define (char-hash x . bound)
      (check "char-hash" char? x)
      (hash x))
    (define (char-ci-hash x . bound)
      (hash (char-foldcase x)))
    (define (number-hash x . bound)
      (hash (canonical-number x)))

    ;; Numbers that are = have the same exact value, if they have one.
    (define (canonical-number x)
      (if (and (inexact? x) (finite? x)) (exact x) x))

    (define bound (+ (greatest-fixnum) 1))
    (define salt (modulo (exact (floor (* 1e6 (current-second)))) bound))
    (define-syntax hash-bound
      (syntax-rules () ((_) bound)))
    (define-syntax hash-salt
      (syntax-rules () ((_) salt)))

    ;; --- comparators built from others

    (define (make-pair-comparator first rest)
      (make-comparator
       (lambda (x)
         (and (pair? x) (comparator-test-type first (car x)) (comparator-test-type rest (cdr x))))
       (lambda (a b) (and (=? first (car a) (car b)) (=? rest (cdr a) (cdr b))))
       (and (comparator-ordered? first)
            (comparator-ordered? rest)
            (lambda (a b)
              (if (=? first (car a) (car b))
                  (<? rest (cdr a) (cdr b))
                  (<? first (car a) (car b)))))
       (and (comparator-hashable? first)
            (comparator-hashable? rest)
            (lambda (x . bound)
              (mix (comparator-hash first (car x)) (comparator-hash rest (cdr x)))))))

    (define (make-list-comparator element type-test empty? head tail)
      (define (every-element? x)
        (or (empty? x)
            (and (comparator-test-type element (head x)) (every-element? (tail x)))))
      (define (same? a b)
        (cond ((empty? a) (empty? b))
              ((empty? b) #f)
              (else (and (=? element (head a) (head b)) (same? (tail a) (tail b))))))
      (define (less? a b)
        (cond ((empty? b) #f)
              ((empty? a) #t)
              ((=? element (head a) (head b)) (less? (tail a) (tail b)))
              (else (<? element (head a) (head b)))))
      (make-comparator
       (lambda (x) (and (type-test x) (every-element? x)))
       same?
       (and (comparator-ordered? element) less?)
       (and (comparator-hashable? element)
            (lambda (x . bound)
              (let loop ((x x) (hash 1))
                (if (empty? x)
                    hash
                    (loop (tail x) (mix hash (comparator-hash element (head x))))))))))

    (define (make-vector-comparator element type-test length ref)
      ;; The first index from i on at which the elements differ, or the length.
      (define (difference a b i n)
        (if (and (< i n) (=? element (ref a i) (ref b i)))
            (difference a b (+ i 1) n)
            i))
      (make-comparator
       (lambda (x)
         (and (type-test x)
              (let ((n (length x)))
                (let loop ((i 0))
                  (or (= i n)
                      (and (comparator-test-type element (ref x i)) (loop (+ i 1))))))))
       (lambda (a b)
         (let ((n (length a)))
           (and (= n (length b)) (= n (difference a b 0 n)))))
       (and (comparator-ordered? element)
            (lambda (a b)
              (let ((n (length a)) (m (length b)))
                (if (= n m)
                    (let ((i (difference a b 0 n)))
                      (and (< i n) (<? element (ref a i) (ref b i))))
                    (< n m)))))
       (and (comparator-hashable? element)
            (lambda (x . bound)
              (let ((n (length x)))
                (let loop ((i 0) (hash 2))
                  (if (= i n)
                      hash
                      (loop (+ i 1) (mix hash (comparator-hash element (ref x i)))))))))))

    (define (anything x) #t)
    (define eq-comparator (make-comparator anything eq? #f (lambda (x . bound) (default-hash x))))
    (define eqv-comparator (make-comparator anything eqv? #f (lambda (x . bound) (default-hash x))))
    (define equal-comparator
      (make-comparator anything equal? #f (lambda (x . bound) (default-hash x))))
    (define (make-eq-comparator) eq-comparator)
    (define (make-eqv-comparator) eqv-comparator)
    (define (make-equal-comparator) equal-comparator)

    ;; --- the default comparator

    ;; The registered comparators, last one first, and their number.
    (define registered '())
    (define registrations 0)

    ;; Objects of the types for which no comparator may be registered.
    (define samples (list #t #\a '() '(1) 'a #u8() 0 "" #()))

    (define (comparator-register-default! comparator)
      (check "comparator-register-default!" comparator? comparator)
      (when (find (lambda (x) (comparator-test-type comparator x)) samples)
        (error "comparator-register-default!: the comparator is for a type that has one"
               comparator))
      (set! registered (cons comparator registered))
      (set! registrations (+ registrations 1)))

    ;; The rest of the list that begins with the comparator registered for x.
    (define (registration x)
      (let loop ((rest registered))
        (and (pair? rest)
             (if (comparator-test-type (car rest) x) rest (loop (cdr rest))))))

    (define (rank x)
      (cond ((null? x) 0)
            ((pair? x) 1)
            ((boolean? x) 2)
            ((char? x) 3)
            ((string? x) 4)
            ((symbol? x) 5)
            ((number? x) 6)
            ((vector? x) 7)
            ((bytevector? x) 8)
            ((registration x) => (lambda (rest) (+ 9 (length rest))))
            (else 9)))

    ;; A unique number for an object of an unknown kind.
    (define serial-numbers (make-hash-table eq? 'weak-keys))
    (define last-serial-number 0)
    (define (serial-number x)
      (hash-table-intern! serial-numbers
                          x
                          (lambda ()
                            (set! last-serial-number (+ last-serial-number 1))
                            last-serial-number)))

    (define (default=? a b)
      (or (equal? a b) (similar? a b)))

    ;; Whether two objects that are not equal? are the same: where one has a number, the other
    ;; has one that is =, and so on.
    (define (similar? a b)
      (cond ((eqv? a b) #t)
            ((number? a) (and (number? b) (= a b)))
            ((pair? a) (and (pair? b) (similar? (car a) (car b)) (similar? (cdr a) (cdr b))))
            ((string? a) (and (string? b) (string=? a b)))
            ((vector? a)
             (and (vector? b)
                  (let ((n (vector-length a)))
                    (and (= n (vector-length b))
                         (let loop ((i 0))
                           (or (= i n)
                               (and (similar? (vector-ref a i) (vector-ref b i))
                                    (loop (+ i 1)))))))))
            ((or (symbol? a) (char? a) (boolean? a) (null? a)) #f)
            ((bytevector? a) (equal? a b))
            ((registration a)
             => (lambda (rest)
                  (and (comparator-test-type (car rest) b) (=? (car rest) a b))))
            (else (equal? a b))))

    (define (default<? a b)
      (if (and (fixnum? a) (fixnum? b))
          (< a b)
          (negative? (compare a b))))

    ;; A number that is negative, zero or positive if a is less than, the same as, or greater
    ;; than b.
    (define (compare a b)
      (let ((rank-a (rank a)) (rank-b (rank b)))
        (if (= rank-a rank-b)
            (case rank-a
              ((0) 0)
              ((1)
               (let ((order (compare (car a) (car b))))
                 (if (zero? order) (compare (cdr a) (cdr b)) order)))
              ((2) (order eq? (lambda (a b) b) a b))
              ((3) (order char=? char<? a b))
              ((4) (order string=? string<? a b))
              ((5) (order eq? symbol<? a b))
              ((6) (compare-numbers a b))
              ((7) (compare-vectors vector-length vector-ref compare a b))
              ((8) (compare-vectors bytevector-length bytevector-u8-ref - a b))
              ((9) (- (serial-number a) (serial-number b)))
              (else
               (let ((comparator (car (registration a))))
                 (order (comparator-equality-predicate comparator)
                        (comparator-ordering-predicate comparator)
                        a
                        b))))
            (- rank-a rank-b))))

    (define (order same? less? a b)
      (cond ((same? a b) 0)
            ((less? a b) -1)
            (else 1)))

    (define (compare-numbers a b)
      (if (and (real? a) (real? b))
          (order = < a b)
          (let ((order-of-reals (order = < (real-part a) (real-part b))))
            (if (zero? order-of-reals)
                (order = < (imag-part a) (imag-part b))
                order-of-reals))))

    (define (compare-vectors length ref compare a b)
      (let ((n (length a)) (m (length b)))
        (if (= n m)
            (let loop ((i 0))
              (if (= i n)
                  0
                  (let ((order (compare (ref a i) (ref b i))))
                    (if (zero? order) (loop (+ i 1)) order))))
            (- n m))))

    ;; The parts of an object that its hash depends on, limited so that the hash of a circular
    ;; structure ends.
    (define parts 1000)

    (define (default-hash x . bound)
      (define left parts)
      (define (onto acc x)
        (set! left (- left 1))
        (cond ((negative? left) acc)
              ((pair? x) (onto (onto (mix acc 1) (car x)) (cdr x)))
              ((vector? x)
               (let ((n (vector-length x)))
                 (let loop ((i 0) (acc (mix acc n)))
                   (if (or (= i n) (negative? left))
                       acc
                       (loop (+ i 1) (onto acc (vector-ref x i)))))))
              (else (mix acc (atom-hash x)))))
      (if (or (pair? x) (vector? x))
          (onto 0 x)
          (atom-hash x)))

    (define (atom-hash x)
      (cond ((symbol? x) (symbol-hash x))
            ((string? x) (string-hash x))
            ((number? x) (number-hash x))
            ((or (char? x) (boolean? x) (null? x) (bytevector? x)) (hash x))
            ((registration x) => (lambda (rest) (comparator-hash (car rest) x)))
            (else (serial-number x))))

    ;; An object that is equal? for objects that the default comparator considers the same. Many
    ;; keys of tables are their own index.
    (define (default-index x)
      (cond ((or (symbol? x) (fixnum? x) (string? x) (char? x)) x)
            ((number? x) (canonical-number x))
            ((or (pair? x) (vector? x)) (default-hash x))
            ((registration x) => (lambda (rest) (comparator-hash (car rest) x)))
            (else x)))

    (define default-comparator
      (make-comparator anything default=? default<? default-hash))
    (define (make-default-comparator) default-comparator)

    ;; --- comparisons

    ;; Whether each pair of neighbours is in the relation.
    (define (chain related? a b rest)
      (and (related? a b)
           (or (null? rest)
               (chain related? b (car rest) (cdr rest)))))

    (define-syntax define-comparison
      (syntax-rules ()
        ((_ name (same? less?) (a b) expression)
         (define (name comparator a b . rest)
           (let ((same? (comparator-equality-predicate comparator))
                 (less? (comparator-ordering-predicate comparator)))
             (if (null? rest)
                 expression
                 (chain (lambda (a b) expression) a b rest)))))))

    (define-comparison =? (same? less?) (a b) (same? a b))
    (define-comparison <? (same? less?) (a b) (less? a b))
    (define-comparison >? (same? less?) (a b) (less? b a))
    (define-comparison <=? (same? less?) (a b) (not (less? b a)))
    (define-comparison >=? (same? less?) (a b) (not (less? a b)))

    (define-syntax comparator-if<=>
      (syntax-rules ()
        ((_ a b less equal greater)
         (comparator-if<=> (make-default-comparator) a b less equal greater))
        ((_ comparator a b less equal greater)
         (let ((c comparator) (x a) (y b))
           (cond ((<? c x y) less)
                 ((=? c x y) equal)
                 (else greater))))))))
