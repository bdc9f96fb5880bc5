;;; R6RS library chapter 14: enumerations, sets of symbols, as SRFI 209 has them.

(define-library (rnrs enums)
  (export (rename enumeration make-enumeration) enum-set-universe enum-set-indexer enum-set-constructor
          enum-set->list enum-set-member? enum-set-subset? enum-set=?
          enum-set-union enum-set-intersection enum-set-difference enum-set-complement
          (rename project enum-set-projection)
          define-enumeration)
  (import (scheme base)
          (only (srfi 1) delete-duplicates)
          (except (srfi 209) enum-set-member? enum-set=?))
  (begin
    ;; A name counts where it stands first.
    (define (enumeration names)
      (make-enumeration (delete-duplicates names eq?)))

    ;; A symbol that is in no universe of the set is no member.
    (define (enum-set-member? symbol set)
      (and (memq symbol (enum-set->list set)) #t))

    (define (enum-set=? a b)
      (and (enum-set-subset? a b) (enum-set-subset? b a)))

    (define (project a b)
      (enum-set-projection b a))))
