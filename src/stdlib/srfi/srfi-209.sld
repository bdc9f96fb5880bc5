;;; SRFI 209: enumerations and sets of their members.
;;;
;;; A type maps ordinals to members by a vector, and names by a hash table. A set is a type and
;;; an exact integer with a bit for each member's ordinal.

(define-library (srfi 209)
  (export enum-type? enum? enum-type-contains? enum=? enum<? enum>? enum<=? enum>=?
          make-enum-type
          enum-type enum-name enum-ordinal enum-value
          enum-name->enum enum-ordinal->enum enum-name->ordinal enum-name->value
          enum-ordinal->name enum-ordinal->value
          enum-type-size enum-min enum-max enum-type-enums enum-type-names enum-type-values
          enum-next enum-prev make-enum-comparator
          enum-empty-set enum-type->enum-set enum-set list->enum-set enum-set-projection enum-set-copy
          make-enumeration enum-set-universe enum-set-constructor
          enum-set? enum-set-contains? enum-set-member? enum-set-empty? enum-set-disjoint?
          enum-set=? enum-set<? enum-set>? enum-set<=? enum-set>=? enum-set-subset?
          enum-set-any? enum-set-every?
          enum-set-type enum-set-indexer
          enum-set-adjoin enum-set-adjoin! enum-set-delete enum-set-delete!
          enum-set-delete-all enum-set-delete-all!
          enum-set-size enum-set->enum-list enum-set->list
          enum-set-count enum-set-filter enum-set-filter! enum-set-remove enum-set-remove!
          enum-set-map->list enum-set-for-each enum-set-fold
          enum-set-complement enum-set-complement! enum-set-union enum-set-union!
          enum-set-intersection enum-set-intersection! enum-set-difference
          enum-set-difference! enum-set-xor enum-set-xor!
          define-enum define-enumeration)
  (import (scheme base)
          (only (cairn base) any every filter fold
                arithmetic-shift bit-count bitwise-and bitwise-ior bitwise-not bitwise-xor
                make-eq-hashtable hashtable-ref hashtable-set! hashtable-contains?)
          (only (srfi 128) make-comparator))
  (begin
    (define-record-type enum-type
      (make-type members names)
      enum-type?
      (members type-members set-type-members!)
      (names type-names))

    (define-record-type enum
      (make-enum type name ordinal value)
      enum?
      (type enum-type)
      (name enum-name)
      (ordinal enum-ordinal)
      (value enum-value))

    (define-record-type enum-set
      (make-set type bits)
      enum-set?
      (type enum-set-type)
      (bits bits))

    (define (check what test)
      (lambda (who x)
        (unless (test x)
          (error (string-append who ": expected " what ", got") x))))
    (define check-type (check "an enum type" enum-type?))
    (define check-enum (check "an enum" enum?))
    (define check-set (check "an enum set" enum-set?))

    ;; --- types and their members ---

    (define (make-enum-type specs)
      (let* ((names (make-eq-hashtable))
             (type (make-type #f names)))
        (set-type-members!
          type
          (let loop ((specs specs) (ordinal 0) (members '()))
            (if (null? specs)
                (list->vector (reverse members))
                (let* ((spec (car specs))
                       (name (if (pair? spec) (car spec) spec))
                       (member (make-enum type name ordinal
                                          (if (pair? spec) (cadr spec) ordinal))))
                  (unless (and (symbol? name)
                               (or (symbol? spec) (and (list? spec) (= (length spec) 2))))
                    (error "make-enum-type: expected a name, or a name and value, got" spec))
                  (when (hashtable-contains? names name)
                    (error "make-enum-type: a name is there twice:" name))
                  (hashtable-set! names name member)
                  (loop (cdr specs) (+ ordinal 1) (cons member members))))))
        type))

    (define (enum-type-contains? type member)
      (check-type "enum-type-contains?" type)
      (check-enum "enum-type-contains?" member)
      (eq? (enum-type member) type))

    ;; Whether each member and the next satisfy `ordered?` by their ordinals.
    (define-syntax define-comparisons
      (syntax-rules ()
        ((_ (name ordered?) ...)
         (begin
           (define (name first . more)
             (for-each (lambda (x) (check-same-type (symbol->string 'name) first x)) more)
             (apply ordered? (map enum-ordinal (cons first more))))
           ...))))

    (define (check-same-type who a b)
      (check-enum who a)
      (check-enum who b)
      (unless (eq? (enum-type a) (enum-type b))
        (error (string-append who ": enums of different types:") a b)))

    (define-comparisons (enum=? =) (enum<? <) (enum>? >) (enum<=? <=) (enum>=? >=))

    (define (enum-name->enum type name)
      (check-type "enum-name->enum" type)
      (hashtable-ref (type-names type) name #f))

    (define (enum-ordinal->enum type ordinal)
      (check-type "enum-ordinal->enum" type)
      (and (exact-integer? ordinal)
           (< -1 ordinal (enum-type-size type))
           (vector-ref (type-members type) ordinal)))

    ;; A property of a member found by another property, which must exist.
    (define-syntax define-properties
      (syntax-rules ()
        ((_ (name find property) ...)
         (begin
           (define (name type key)
             (let ((member (find type key)))
               (unless member
                 (error (string-append (symbol->string 'name) ": the type has no such enum:") key))
               (property member)))
           ...))))

    (define-properties
      (enum-name->ordinal enum-name->enum enum-ordinal)
      (enum-name->value enum-name->enum enum-value)
      (enum-ordinal->name enum-ordinal->enum enum-name)
      (enum-ordinal->value enum-ordinal->enum enum-value))

    (define (enum-type-size type)
      (check-type "enum-type-size" type)
      (vector-length (type-members type)))

    (define (enum-type-enums type)
      (check-type "enum-type-enums" type)
      (vector->list (type-members type)))

    (define (enum-type-names type) (map enum-name (enum-type-enums type)))
    (define (enum-type-values type) (map enum-value (enum-type-enums type)))
    (define (enum-min type) (enum-ordinal->enum type 0))
    (define (enum-max type) (enum-ordinal->enum type (- (enum-type-size type) 1)))
    (define (enum-next member) (enum-ordinal->enum (enum-type member) (+ (enum-ordinal member) 1)))
    (define (enum-prev member) (enum-ordinal->enum (enum-type member) (- (enum-ordinal member) 1)))

    (define (make-enum-comparator type)
      (check-type "make-enum-comparator" type)
      (make-comparator (lambda (x) (and (enum? x) (eq? (enum-type x) type)))
                       eq? enum<? enum-ordinal))

    ;; --- making sets ---

    (define (bit member) (arithmetic-shift 1 (enum-ordinal member)))
    (define (all-bits type) (- (arithmetic-shift 1 (enum-type-size type)) 1))

    (define (enum-empty-set type)
      (check-type "enum-empty-set" type)
      (make-set type 0))

    (define (enum-type->enum-set type)
      (make-set type (all-bits type)))

    (define (list->enum-set type members)
      (check-type "list->enum-set" type)
      (enum-set-adjoin* "list->enum-set" (make-set type 0) members))

    (define (enum-set type . members)
      (check-type "enum-set" type)
      (enum-set-adjoin* "enum-set" (make-set type 0) members))

    (define (check-member who set member)
      (check-enum who member)
      (unless (eq? (enum-type member) (enum-set-type set))
        (error (string-append who ": an enum of another type:") member)))

    (define (enum-set-adjoin* who set members)
      (check-set who set)
      (for-each (lambda (member) (check-member who set member)) members)
      (make-set (enum-set-type set)
                (fold (lambda (member bits) (bitwise-ior bits (bit member))) (bits set) members)))

    (define (enum-set-projection type-or-set set)
      (check-set "enum-set-projection" set)
      (let ((type (if (enum-set? type-or-set) (enum-set-type type-or-set) type-or-set)))
        (list->enum-set type
                        (filter values
                                (map (lambda (name) (enum-name->enum type name))
                                     (enum-set->list set))))))

    (define (enum-set-copy set)
      (check-set "enum-set-copy" set)
      (make-set (enum-set-type set) (bits set)))

    ;; --- R6RS ---

    (define (make-enumeration names)
      (enum-type->enum-set (make-enum-type (map (lambda (name) (list name name)) names))))

    (define (enum-set-universe set)
      (check-set "enum-set-universe" set)
      (enum-type->enum-set (enum-set-type set)))

    (define (enum-set-constructor set)
      (check-set "enum-set-constructor" set)
      (let ((type (enum-set-type set)))
        (lambda (names)
          (list->enum-set type (map (lambda (name) (named type name)) names)))))

    (define (named type name)
      (or (enum-name->enum type name)
          (error "the enumeration has no such name:" name)))

    (define (enum-set-indexer set)
      (check-set "enum-set-indexer" set)
      (let ((type (enum-set-type set)))
        (lambda (name)
          (let ((member (enum-name->enum type name)))
            (and member (enum-ordinal member))))))

    (define (enum-set-member? name set)
      (check-set "enum-set-member?" set)
      (enum-set-contains? set (named (enum-set-type set) name)))

    ;; Compares by the names of the members and of their types.
    (define (enum-set-subset? a b)
      (let ((type (enum-set-type b)))
        (and (every (lambda (name) (enum-name->enum type name))
                    (enum-type-names (enum-set-type a)))
             (every (lambda (name) (enum-set-contains? b (enum-name->enum type name)))
                    (enum-set->list a)))))

    ;; --- tests ---

    (define (enum-set-contains? set member)
      (check-set "enum-set-contains?" set)
      (check-member "enum-set-contains?" set member)
      (not (= 0 (bitwise-and (bits set) (bit member)))))

    (define (enum-set-empty? set)
      (check-set "enum-set-empty?" set)
      (= 0 (bits set)))

    (define (check-sets who a b)
      (check-set who a)
      (check-set who b)
      (unless (eq? (enum-set-type a) (enum-set-type b))
        (error (string-append who ": sets of different types:") a b)))

    ;; Procedures of the bits of two sets.
    (define-syntax define-on-bits
      (syntax-rules ()
        ((_ (name x y body) ...)
         (begin
           (define (name a b)
             (check-sets (symbol->string 'name) a b)
             (let ((x (bits a)) (y (bits b)))
               body))
           ...))))

    (define (within? x y) (= x (bitwise-and x y)))

    (define-on-bits
      (enum-set-disjoint? x y (= 0 (bitwise-and x y)))
      (enum-set=? x y (= x y))
      (enum-set<? x y (and (within? x y) (not (= x y))))
      (enum-set>? x y (and (within? y x) (not (= x y))))
      (enum-set<=? x y (within? x y))
      (enum-set>=? x y (within? y x)))

    (define (enum-set-any? pred set)
      (and (any pred (enum-set->enum-list set)) #t))
    (define (enum-set-every? pred set)
      (and (every pred (enum-set->enum-list set)) #t))

    ;; --- new sets of old ---

    (define (enum-set-adjoin set . members)
      (enum-set-adjoin* "enum-set-adjoin" set members))

    (define (enum-set-delete set . members)
      (enum-set-delete-all set members))

    (define (enum-set-delete-all set members)
      (enum-set-difference set (list->enum-set (enum-set-type set) members)))

    (define-syntax define-set-operations
      (syntax-rules ()
        ((_ (name operation) ...)
         (begin
           (define (name a b)
             (check-sets (symbol->string 'name) a b)
             (make-set (enum-set-type a) (operation (bits a) (bits b))))
           ...))))

    (define-set-operations
      (enum-set-union bitwise-ior)
      (enum-set-intersection bitwise-and)
      (enum-set-difference (lambda (x y) (bitwise-and x (bitwise-not y))))
      (enum-set-xor bitwise-xor))

    (define (enum-set-complement set)
      (check-set "enum-set-complement" set)
      (make-set (enum-set-type set) (bitwise-xor (all-bits (enum-set-type set)) (bits set))))

    (define (enum-set-filter keep? set)
      (list->enum-set (enum-set-type set) (filter keep? (enum-set->enum-list set))))
    (define (enum-set-remove drop? set)
      (enum-set-filter (lambda (x) (not (drop? x))) set))

    ;; Linear update may leave its argument unchanged.
    (define enum-set-adjoin! enum-set-adjoin)
    (define enum-set-delete! enum-set-delete)
    (define enum-set-delete-all! enum-set-delete-all)
    (define enum-set-union! enum-set-union)
    (define enum-set-intersection! enum-set-intersection)
    (define enum-set-difference! enum-set-difference)
    (define enum-set-xor! enum-set-xor)
    (define enum-set-complement! enum-set-complement)
    (define enum-set-filter! enum-set-filter)
    (define enum-set-remove! enum-set-remove)

    ;; --- members ---

    (define (enum-set-size set)
      (check-set "enum-set-size" set)
      (bit-count (bits set)))

    (define (enum-set->enum-list set)
      (check-set "enum-set->enum-list" set)
      (filter (lambda (member) (enum-set-contains? set member))
              (enum-type-enums (enum-set-type set))))

    (define (enum-set->list set) (enum-set-map->list enum-name set))
    (define (enum-set-map->list proc set) (map proc (enum-set->enum-list set)))
    (define (enum-set-for-each proc set) (for-each proc (enum-set->enum-list set)))
    (define (enum-set-fold proc nil set) (fold proc nil (enum-set->enum-list set)))
    (define (enum-set-count pred set) (length (filter pred (enum-set->enum-list set))))

    ;; --- syntax ---

    (define (member-named type name)
      (or (enum-name->enum type name)
          (error "the enumeration has no such name:" name)))

    (define-syntax define-enum
      (syntax-rules ()
        ((_ type-name (spec ...) constructor)
         (begin
           (define type (make-enum-type '(spec ...)))
           (define-syntax type-name
             (syntax-rules ()
               ((_ name) (member-named type 'name))))
           (define-syntax constructor
             (syntax-rules ()
               ((_ . names) (enum-set-of-names type 'names))))))))

    (define-syntax define-enumeration
      (syntax-rules ()
        ((_ type-name (spec ...) constructor)
         (begin
           (define type (make-enum-type '(spec ...)))
           (define-syntax type-name
             (syntax-rules ()
               ((_ name) (enum-name (member-named type 'name)))))
           (define-syntax constructor
             (syntax-rules ()
               ((_ . names) (enum-set-of-names type 'names))))))))

    (define (enum-set-of-names type names)
      (list->enum-set type (map (lambda (name) (member-named type name)) names)))))
