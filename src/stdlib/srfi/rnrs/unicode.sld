;;; R6RS library chapter 1: Unicode. Not implemented: the normalisation of strings
;;; (string-normalize-nfd and so on).

(define-library (rnrs unicode)
  (export char-upcase char-downcase char-titlecase char-foldcase
          char-ci=? char-ci<? char-ci>? char-ci<=? char-ci>=?
          char-alphabetic? char-numeric? char-whitespace? char-upper-case? char-lower-case?
          char-title-case? char-general-category
          string-upcase string-downcase string-titlecase string-foldcase
          string-ci=? string-ci<? string-ci>? string-ci<=? string-ci>=?)
  (import (scheme base)
          (except (scheme char) char-numeric?)
          (srfi 129)
          (only (cairn unicode) char-general-category))
  (begin
    ;; R7RS knows decimal digits only.
    (define (char-numeric? char)
      (and (memq (char-general-category char) '(Nd Nl No)) #t))))
