;; SRFI 121: generators; tests of SRFI 158 cover the procedures.
(import (scheme base) (srfi 121))

(generator->list (gappend (make-range-generator 0 3) (make-range-generator 0 2)))
;=> (0 1 2 0 1)
(generator->list (gcons* 'a 'b (make-range-generator 0 2)))
;=> (a b 0 1)
(map procedure?
     (list generator make-iota-generator make-range-generator make-coroutine-generator list->generator
           vector->generator reverse-vector->generator string->generator bytevector->generator
           make-for-each-generator make-unfold-generator gcons* gappend gcombine gfilter gremove gtake gdrop
           gtake-while gdrop-while gdelete gdelete-neighbor-dups gindex gselect generator->list
           generator->reverse-list generator->vector generator->vector! generator->string generator-fold
           generator-for-each generator-find generator-count generator-any generator-every generator-unfold))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
