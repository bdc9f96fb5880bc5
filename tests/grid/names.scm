;; The beginning of the programs of names.rs, after its import: everything that does not belong to the library under test
;; has a name that begins with $.

($define ($passed . args) ($raise ($quote $passed)))
($define $args ($list 5 -1 1.5 ($quote x) "ab" ($list 1 2) ($vector 1 2) ($bytevector 1 2) $passed))

($define ($try name call . args)
  ($guard (c (#t ($if ($error-object? c)
                      ($report-error ($symbol->string name) ($error-object-message c)))))
    ($apply call args)))

;; Calls a procedure without arguments, and with all combinations of one and two of them; also in a tail call.
($define ($calls name none one tail two three)
  ($try name none)
  ($for-each ($lambda (a)
               ($try name one a)
               ($try name tail a)
               ($for-each ($lambda (b) ($try name two a b) ($try name three a b 1)) $args))
             $args))
