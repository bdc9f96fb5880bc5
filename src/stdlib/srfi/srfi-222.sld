;;; SRFI 222: compound objects, sequences of objects that are not compound. All else counts as its own only part.

(define-library (srfi 222)
  (export make-compound compound? compound-subobjects compound-length compound-ref
          compound-map compound-map->list compound-filter compound-predicate compound-access)
  (import (scheme base) (only (cairn base) append-map filter any))
  (begin
    (define-record-type compound
      (new-compound objects)
      compound?
      (objects objects-of))

    ;; A compound object; the parts of compound objects among the objects become its own.
    (define (make-compound . objects)
      (new-compound (append-map compound-subobjects objects)))

    ;; The parts of an object.
    (define (compound-subobjects object) (if (compound? object) (objects-of object) (list object)))

    (define (compound-length object) (length (compound-subobjects object)))

    (define (compound-ref object k) (list-ref (compound-subobjects object) k))

    ;; A compound object of the results of a procedure for the parts.
    (define (compound-map mapper object)
      (apply make-compound (compound-map->list mapper object)))

    ;; The results of a procedure for the parts.
    (define (compound-map->list mapper object) (map mapper (compound-subobjects object)))

    ;; A compound object of the parts that satisfy a predicate.
    (define (compound-filter pred object)
      (new-compound (filter pred (compound-subobjects object))))

    ;; Whether an object or one of its parts satisfies a predicate.
    (define (compound-predicate pred object)
      (and (or (pred object)
               (and (compound? object) (any pred (objects-of object))))
           #t))

    ;; The result of an accessor for the first part that satisfies a predicate; without one, default.
    (define (compound-access pred accessor default object)
      (let loop ((objects (compound-subobjects object)))
        (cond
          ((null? objects) default)
          ((pred (car objects)) (accessor (car objects)))
          (else (loop (cdr objects))))))))
