;; SRFI 64: examples of the reference.
(import (srfi 64))

(test-runner? (test-runner-null))
;=> #t
(test-runner? (test-runner-simple))
;=> #t
(test-runner-pass-count (test-runner-null))
;=> 0
(test-runner-fail-count (test-runner-null))
;=> 0
(test-runner-skip-count (test-runner-null))
;=> 0
(test-runner-xpass-count (test-runner-null))
;=> 0
(test-runner-xfail-count (test-runner-null))
;=> 0
(test-runner-group-stack (test-runner-null))
;=> ()
(test-runner-group-path (test-runner-null))
;=> ()
(let ((r (test-runner-null))) (test-with-runner r (test-begin "sums") (test-equal 4 (+ 2 2)) (test-end "sums")) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-assert "one" (= 1 1)) (test-end)) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-eqv 1 1) (test-end)) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-eq 'a 'a) (test-end)) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-approximate 1.0 1.001 0.01) (test-end)) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-error (car 5)) (test-end)) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-expect-fail 1) (test-assert #f) (test-end)) (test-runner-xfail-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-skip 1) (test-assert #f) (test-end)) (test-runner-skip-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-group "g" (test-assert #t))) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-group-with-cleanup "g" (test-assert #t) 'cleanup)) (test-runner-pass-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-skip (test-match-name "slow")) (test-assert "slow" #f) (test-end)) (test-runner-skip-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-skip (test-match-nth 1)) (test-assert #f) (test-assert #t) (test-end)) (test-runner-skip-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-skip (test-match-any "a" "b")) (test-assert "b" #f) (test-end)) (test-runner-skip-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-skip (test-match-all "a" 1)) (test-assert "a" #f) (test-end)) (test-runner-skip-count r))
;=> 1
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-assert #t)) (test-result-kind r))
;=> pass
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-assert #t)) (test-passed? r))
;=> #t
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-assert "one" #t)) (test-result-ref r 'test-name))
;=> "one"
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-assert "one" #t)) (test-runner-test-name r))
;=> "one"
(let ((r (test-runner-null))) (test-runner-aux-value! r 'mine) (test-runner-aux-value r))
;=> mine
(let ((r (test-runner-null))) (test-result-set! r 'note 1) (test-result-ref r 'note))
;=> 1
(let ((r (test-runner-null))) (test-result-set! r 'note 1) (test-result-remove r 'note) (test-result-ref r 'note 'none))
;=> none
(let ((r (test-runner-null))) (test-result-set! r 'note 1) (test-result-clear r) (test-result-alist r))
;=> ()
(let ((r (test-runner-null))) (test-with-runner r (eq? (test-runner-get) r)))
;=> #t
(procedure? (test-runner-factory))
;=> #t
(test-runner? (test-runner-create))
;=> #t
(let ((r (test-runner-null))) (test-with-runner r (test-begin "g") (test-assert #t)) (test-runner-reset r) (test-runner-pass-count r))
;=> 0
(let ((names '()) (r (test-runner-null))) (test-runner-on-test-end! r (lambda (r) (set! names (cons (test-runner-test-name r) names)))) (test-with-runner r (test-begin "g") (test-assert "one" #t)) names)
;=> ("one")
(procedure? (test-runner-on-final (test-runner-simple)))
;=> #t
(procedure? (test-runner-on-test-begin (test-runner-simple)))
;=> #t
(procedure? (test-runner-on-test-end (test-runner-simple)))
;=> #t
(procedure? (test-runner-on-group-begin (test-runner-simple)))
;=> #t
(procedure? (test-runner-on-group-end (test-runner-simple)))
;=> #t
(procedure? (test-runner-on-bad-count (test-runner-simple)))
;=> #t
(procedure? (test-runner-on-bad-end-name (test-runner-simple)))
;=> #t
