;;; R6RS library chapter 12: syntax-case. A symbol is an identifier too.

(define-library (rnrs syntax-case)
  (export make-variable-transformer syntax-case syntax identifier? bound-identifier=?
          free-identifier=? syntax->datum datum->syntax generate-temporaries with-syntax
          quasisyntax unsyntax unsyntax-splicing syntax-violation _ ...)
  (import (only (scheme base) _ ...)
          (only (cairn base)
                make-variable-transformer syntax-case syntax identifier? bound-identifier=?
                free-identifier=? syntax->datum datum->syntax generate-temporaries with-syntax
                quasisyntax unsyntax unsyntax-splicing syntax-violation)))
