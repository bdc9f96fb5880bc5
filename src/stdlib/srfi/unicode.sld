;;; Properties of characters: general categories (Unicode 16.0.0), and widths in columns of a
;;; terminal (Unicode Standard Annex 11). The tables are generated from the Unicode database.

(define-library (cairn unicode)
  (export char-general-category char-wide? char-ambiguous-width? char-zero-width?)
  (import (scheme base)
          (cairn unicode tables))
  (begin
    ;; The index of the last pair in a vector of pairs that starts at or before n; the first
    ;; pair starts at 0 or is never the answer.
    (define (last-before table n)
      (let loop ((low 0) (high (quotient (vector-length table) 2)))
        (if (= (+ low 1) high)
            low
            (let ((middle (quotient (+ low high) 2)))
              (if (<= (vector-ref table (* 2 middle)) n)
                  (loop middle high)
                  (loop low middle))))))

    (define (in-ranges? table char)
      (let ((n (char->integer char)))
        (and (<= (vector-ref table 0) n)
             (<= n (vector-ref table (+ 1 (* 2 (last-before table n))))))))

    ;; The category as R6RS names it: Lu, Ll, Lt, Lm, Lo, Mn, Mc, Me, Nd, Nl, No, Ps, Pe, Pi,
    ;; Pf, Pd, Pc, Po, Sc, Sm, Sk, So, Zs, Zp, Zl, Cc, Cf, Cs, Co or Cn.
    (define (char-general-category char)
      (vector-ref categories (+ 1 (* 2 (last-before categories (char->integer char))))))

    ;; East Asian Wide or Fullwidth, and Ambiguous.
    (define (char-wide? char) (in-ranges? wide char))
    (define (char-ambiguous-width? char) (in-ranges? ambiguous char))

    ;; Marks of zero width, and format controls.
    (define (char-zero-width? char)
      (and (memq (char-general-category char) '(Mn Me Cf)) #t))))
