;;; SRFI 222: compound objects, sequences of objects with a type and properties.

(define-library (srfi 222)
  (export make-compound compound? compound-type compound-properties compound-subobjects
          compound-length compound-ref compound-map compound-map->list compound-filter
          compound-predicate compound-accessor)
  (import (scheme base) (only (cairn base) append-map filter))
  (begin
    (define-record-type compound
      (new-compound type properties objects)
      compound?
      (type type-of)
      (properties properties-of)
      (objects objects-of))

    ;; A compound object of a type, a symbol or #f, with an alist of properties; the parts of compound objects among
    ;; the objects become its own.
    (define (make-compound type properties . objects)
      (unless (or (symbol? type) (not type))
        (error "make-compound: expected a symbol or #f as type, got" type))
      (unless (list? properties)
        (error "make-compound: expected an alist, got" properties))
      (new-compound type properties (append-map compound-subobjects objects)))

    ;; The type of a compound object; #f for all else.
    (define (compound-type object) (and (compound? object) (type-of object)))

    ;; The properties of a compound object; none for all else.
    (define (compound-properties object) (if (compound? object) (properties-of object) '()))

    ;; The parts of a compound object; all else is its own only part.
    (define (compound-subobjects object) (if (compound? object) (objects-of object) (list object)))

    (define (compound-length object) (length (compound-subobjects object)))

    (define (compound-ref object k) (list-ref (compound-subobjects object) k))

    ;; A compound object of the results of a procedure for the parts.
    (define (compound-map type properties mapper object)
      (let ((results (compound-map->list mapper object)))
        (if (compound? object)
            (apply make-compound type properties results)
            (apply make-compound #f '() results))))

    ;; The results of a procedure for the parts.
    (define (compound-map->list mapper object) (map mapper (compound-subobjects object)))

    ;; A compound object of the parts that satisfy a predicate.
    (define (compound-filter type properties pred object)
      (apply make-compound type properties (filter pred (compound-subobjects object))))

    ;; A procedure that tells whether an object, its type or one of its parts satisfies a predicate.
    (define (compound-predicate pred)
      (lambda (object)
        (if (or (pred object)
                (and (compound? object)
                     (or (and (type-of object) (pred (type-of object)))
                         (memp pred (objects-of object)))))
            #t
            #f)))

    (define (memp pred objects)
      (and (pair? objects)
           (or (pred (car objects)) (memp pred (cdr objects)))))

    ;; A procedure that applies an accessor to the first part that satisfies a predicate; without one it returns default.
    (define (compound-accessor pred accessor default)
      (lambda (object)
        (let loop ((objects (compound-subobjects object)))
          (cond
            ((null? objects) default)
            ((pred (car objects)) (accessor (car objects)))
            (else (loop (cdr objects)))))))))
