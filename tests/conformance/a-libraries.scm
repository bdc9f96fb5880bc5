;; Appendix A: the sixteen standard libraries export each of their names.
;; One import with a prefix per library, then one line per procedure.

;; (scheme base)
(import (prefix (only (scheme base) * + - ... / < <= = => > >= abs and append apply assoc assq assv begin binary-port? boolean=? boolean? bytevector bytevector-append bytevector-copy bytevector-copy! bytevector-length bytevector-u8-ref bytevector-u8-set! bytevector? caar cadr call-with-current-continuation call-with-port call-with-values call/cc car case cdar cddr cdr ceiling char->integer char-ready? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port close-port complex? cond cond-expand cons current-error-port current-input-port current-output-port define define-record-type define-syntax define-values denominator do dynamic-wind else eof-object eof-object? eq? equal? eqv? error error-object-irritants error-object-message error-object? even? exact exact-integer-sqrt exact-integer? exact? expt features file-error? floor floor-quotient floor-remainder floor/ flush-output-port for-each gcd get-output-bytevector get-output-string guard if include include-ci inexact inexact? input-port-open? input-port? integer->char integer? lambda lcm length let let* let*-values let-syntax let-values letrec letrec* letrec-syntax list list->string list->vector list-copy list-ref list-set! list-tail list? make-bytevector make-list make-parameter make-string make-vector map max member memq memv min modulo negative? newline not null? number->string number? numerator odd? open-input-bytevector open-input-string open-output-bytevector open-output-string or output-port-open? output-port? pair? parameterize peek-char peek-u8 port? positive? procedure? quasiquote quote quotient raise raise-continuable rational? rationalize read-bytevector read-bytevector! read-char read-error? read-line read-string read-u8 real? remainder reverse round set! set-car! set-cdr! square string string->list string->number string->symbol string->utf8 string->vector string-append string-copy string-copy! string-fill! string-for-each string-length string-map string-ref string-set! string<=? string<? string=? string>=? string>? string? substring symbol->string symbol=? symbol? syntax-error syntax-rules textual-port? truncate truncate-quotient truncate-remainder truncate/ u8-ready? unless unquote unquote-splicing utf8->string values vector vector->list vector->string vector-append vector-copy vector-copy! vector-fill! vector-for-each vector-length vector-map vector-ref vector-set! vector? when with-exception-handler write-bytevector write-char write-string write-u8 zero?) base:))
(procedure? base:*)
;=> #t
(procedure? base:+)
;=> #t
(procedure? base:-)
;=> #t
(procedure? base:/)
;=> #t
(procedure? base:<)
;=> #t
(procedure? base:<=)
;=> #t
(procedure? base:=)
;=> #t
(procedure? base:>)
;=> #t
(procedure? base:>=)
;=> #t
(procedure? base:abs)
;=> #t
(procedure? base:append)
;=> #t
(procedure? base:apply)
;=> #t
(procedure? base:assoc)
;=> #t
(procedure? base:assq)
;=> #t
(procedure? base:assv)
;=> #t
(procedure? base:binary-port?)
;=> #t
(procedure? base:boolean=?)
;=> #t
(procedure? base:boolean?)
;=> #t
(procedure? base:bytevector)
;=> #t
(procedure? base:bytevector-append)
;=> #t
(procedure? base:bytevector-copy)
;=> #t
(procedure? base:bytevector-copy!)
;=> #t
(procedure? base:bytevector-length)
;=> #t
(procedure? base:bytevector-u8-ref)
;=> #t
(procedure? base:bytevector-u8-set!)
;=> #t
(procedure? base:bytevector?)
;=> #t
(procedure? base:caar)
;=> #t
(procedure? base:cadr)
;=> #t
(procedure? base:call-with-current-continuation)
;=> #t
(procedure? base:call-with-port)
;=> #t
(procedure? base:call-with-values)
;=> #t
(procedure? base:call/cc)
;=> #t
(procedure? base:car)
;=> #t
(procedure? base:cdar)
;=> #t
(procedure? base:cddr)
;=> #t
(procedure? base:cdr)
;=> #t
(procedure? base:ceiling)
;=> #t
(procedure? base:char->integer)
;=> #t
(procedure? base:char-ready?)
;=> #t
(procedure? base:char<=?)
;=> #t
(procedure? base:char<?)
;=> #t
(procedure? base:char=?)
;=> #t
(procedure? base:char>=?)
;=> #t
(procedure? base:char>?)
;=> #t
(procedure? base:char?)
;=> #t
(procedure? base:close-input-port)
;=> #t
(procedure? base:close-output-port)
;=> #t
(procedure? base:close-port)
;=> #t
(procedure? base:complex?)
;=> #t
(procedure? base:cons)
;=> #t
(procedure? base:current-error-port)
;=> #t
(procedure? base:current-input-port)
;=> #t
(procedure? base:current-output-port)
;=> #t
(procedure? base:denominator)
;=> #t
(procedure? base:dynamic-wind)
;=> #t
(procedure? base:eof-object)
;=> #t
(procedure? base:eof-object?)
;=> #t
(procedure? base:eq?)
;=> #t
(procedure? base:equal?)
;=> #t
(procedure? base:eqv?)
;=> #t
(procedure? base:error)
;=> #t
(procedure? base:error-object-irritants)
;=> #t
(procedure? base:error-object-message)
;=> #t
(procedure? base:error-object?)
;=> #t
(procedure? base:even?)
;=> #t
(procedure? base:exact)
;=> #t
(procedure? base:exact-integer-sqrt)
;=> #t
(procedure? base:exact-integer?)
;=> #t
(procedure? base:exact?)
;=> #t
(procedure? base:expt)
;=> #t
(procedure? base:features)
;=> #t
(procedure? base:file-error?)
;=> #t
(procedure? base:floor)
;=> #t
(procedure? base:floor-quotient)
;=> #t
(procedure? base:floor-remainder)
;=> #t
(procedure? base:floor/)
;=> #t
(procedure? base:flush-output-port)
;=> #t
(procedure? base:for-each)
;=> #t
(procedure? base:gcd)
;=> #t
(procedure? base:get-output-bytevector)
;=> #t
(procedure? base:get-output-string)
;=> #t
(procedure? base:inexact)
;=> #t
(procedure? base:inexact?)
;=> #t
(procedure? base:input-port-open?)
;=> #t
(procedure? base:input-port?)
;=> #t
(procedure? base:integer->char)
;=> #t
(procedure? base:integer?)
;=> #t
(procedure? base:lcm)
;=> #t
(procedure? base:length)
;=> #t
(procedure? base:list)
;=> #t
(procedure? base:list->string)
;=> #t
(procedure? base:list->vector)
;=> #t
(procedure? base:list-copy)
;=> #t
(procedure? base:list-ref)
;=> #t
(procedure? base:list-set!)
;=> #t
(procedure? base:list-tail)
;=> #t
(procedure? base:list?)
;=> #t
(procedure? base:make-bytevector)
;=> #t
(procedure? base:make-list)
;=> #t
(procedure? base:make-parameter)
;=> #t
(procedure? base:make-string)
;=> #t
(procedure? base:make-vector)
;=> #t
(procedure? base:map)
;=> #t
(procedure? base:max)
;=> #t
(procedure? base:member)
;=> #t
(procedure? base:memq)
;=> #t
(procedure? base:memv)
;=> #t
(procedure? base:min)
;=> #t
(procedure? base:modulo)
;=> #t
(procedure? base:negative?)
;=> #t
(procedure? base:newline)
;=> #t
(procedure? base:not)
;=> #t
(procedure? base:null?)
;=> #t
(procedure? base:number->string)
;=> #t
(procedure? base:number?)
;=> #t
(procedure? base:numerator)
;=> #t
(procedure? base:odd?)
;=> #t
(procedure? base:open-input-bytevector)
;=> #t
(procedure? base:open-input-string)
;=> #t
(procedure? base:open-output-bytevector)
;=> #t
(procedure? base:open-output-string)
;=> #t
(procedure? base:output-port-open?)
;=> #t
(procedure? base:output-port?)
;=> #t
(procedure? base:pair?)
;=> #t
(procedure? base:peek-char)
;=> #t
(procedure? base:peek-u8)
;=> #t
(procedure? base:port?)
;=> #t
(procedure? base:positive?)
;=> #t
(procedure? base:procedure?)
;=> #t
(procedure? base:quotient)
;=> #t
(procedure? base:raise)
;=> #t
(procedure? base:raise-continuable)
;=> #t
(procedure? base:rational?)
;=> #t
(procedure? base:rationalize)
;=> #t
(procedure? base:read-bytevector)
;=> #t
(procedure? base:read-bytevector!)
;=> #t
(procedure? base:read-char)
;=> #t
(procedure? base:read-error?)
;=> #t
(procedure? base:read-line)
;=> #t
(procedure? base:read-string)
;=> #t
(procedure? base:read-u8)
;=> #t
(procedure? base:real?)
;=> #t
(procedure? base:remainder)
;=> #t
(procedure? base:reverse)
;=> #t
(procedure? base:round)
;=> #t
(procedure? base:set-car!)
;=> #t
(procedure? base:set-cdr!)
;=> #t
(procedure? base:square)
;=> #t
(procedure? base:string)
;=> #t
(procedure? base:string->list)
;=> #t
(procedure? base:string->number)
;=> #t
(procedure? base:string->symbol)
;=> #t
(procedure? base:string->utf8)
;=> #t
(procedure? base:string->vector)
;=> #t
(procedure? base:string-append)
;=> #t
(procedure? base:string-copy)
;=> #t
(procedure? base:string-copy!)
;=> #t
(procedure? base:string-fill!)
;=> #t
(procedure? base:string-for-each)
;=> #t
(procedure? base:string-length)
;=> #t
(procedure? base:string-map)
;=> #t
(procedure? base:string-ref)
;=> #t
(procedure? base:string-set!)
;=> #t
(procedure? base:string<=?)
;=> #t
(procedure? base:string<?)
;=> #t
(procedure? base:string=?)
;=> #t
(procedure? base:string>=?)
;=> #t
(procedure? base:string>?)
;=> #t
(procedure? base:string?)
;=> #t
(procedure? base:substring)
;=> #t
(procedure? base:symbol->string)
;=> #t
(procedure? base:symbol=?)
;=> #t
(procedure? base:symbol?)
;=> #t
(procedure? base:textual-port?)
;=> #t
(procedure? base:truncate)
;=> #t
(procedure? base:truncate-quotient)
;=> #t
(procedure? base:truncate-remainder)
;=> #t
(procedure? base:truncate/)
;=> #t
(procedure? base:u8-ready?)
;=> #t
(procedure? base:utf8->string)
;=> #t
(procedure? base:values)
;=> #t
(procedure? base:vector)
;=> #t
(procedure? base:vector->list)
;=> #t
(procedure? base:vector->string)
;=> #t
(procedure? base:vector-append)
;=> #t
(procedure? base:vector-copy)
;=> #t
(procedure? base:vector-copy!)
;=> #t
(procedure? base:vector-fill!)
;=> #t
(procedure? base:vector-for-each)
;=> #t
(procedure? base:vector-length)
;=> #t
(procedure? base:vector-map)
;=> #t
(procedure? base:vector-ref)
;=> #t
(procedure? base:vector-set!)
;=> #t
(procedure? base:vector?)
;=> #t
(procedure? base:with-exception-handler)
;=> #t
(procedure? base:write-bytevector)
;=> #t
(procedure? base:write-char)
;=> #t
(procedure? base:write-string)
;=> #t
(procedure? base:write-u8)
;=> #t
(procedure? base:zero?)
;=> #t

;; (scheme case-lambda)
(import (prefix (only (scheme case-lambda) case-lambda) case-lambda:))

;; (scheme char)
(import (prefix (only (scheme char) char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-foldcase char-lower-case? char-numeric? char-upcase char-upper-case? char-whitespace? digit-value string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>? string-downcase string-foldcase string-upcase) char:))
(procedure? char:char-alphabetic?)
;=> #t
(procedure? char:char-ci<=?)
;=> #t
(procedure? char:char-ci<?)
;=> #t
(procedure? char:char-ci=?)
;=> #t
(procedure? char:char-ci>=?)
;=> #t
(procedure? char:char-ci>?)
;=> #t
(procedure? char:char-downcase)
;=> #t
(procedure? char:char-foldcase)
;=> #t
(procedure? char:char-lower-case?)
;=> #t
(procedure? char:char-numeric?)
;=> #t
(procedure? char:char-upcase)
;=> #t
(procedure? char:char-upper-case?)
;=> #t
(procedure? char:char-whitespace?)
;=> #t
(procedure? char:digit-value)
;=> #t
(procedure? char:string-ci<=?)
;=> #t
(procedure? char:string-ci<?)
;=> #t
(procedure? char:string-ci=?)
;=> #t
(procedure? char:string-ci>=?)
;=> #t
(procedure? char:string-ci>?)
;=> #t
(procedure? char:string-downcase)
;=> #t
(procedure? char:string-foldcase)
;=> #t
(procedure? char:string-upcase)
;=> #t

;; (scheme complex)
(import (prefix (only (scheme complex) angle imag-part magnitude make-polar make-rectangular real-part) complex:))
(procedure? complex:angle)
;=> #t
(procedure? complex:imag-part)
;=> #t
(procedure? complex:magnitude)
;=> #t
(procedure? complex:make-polar)
;=> #t
(procedure? complex:make-rectangular)
;=> #t
(procedure? complex:real-part)
;=> #t

;; (scheme cxr)
(import (prefix (only (scheme cxr) caaaar caaadr caaar caadar caaddr caadr cadaar cadadr cadar caddar cadddr caddr cdaaar cdaadr cdaar cdadar cdaddr cdadr cddaar cddadr cddar cdddar cddddr cdddr) cxr:))
(procedure? cxr:caaaar)
;=> #t
(procedure? cxr:caaadr)
;=> #t
(procedure? cxr:caaar)
;=> #t
(procedure? cxr:caadar)
;=> #t
(procedure? cxr:caaddr)
;=> #t
(procedure? cxr:caadr)
;=> #t
(procedure? cxr:cadaar)
;=> #t
(procedure? cxr:cadadr)
;=> #t
(procedure? cxr:cadar)
;=> #t
(procedure? cxr:caddar)
;=> #t
(procedure? cxr:cadddr)
;=> #t
(procedure? cxr:caddr)
;=> #t
(procedure? cxr:cdaaar)
;=> #t
(procedure? cxr:cdaadr)
;=> #t
(procedure? cxr:cdaar)
;=> #t
(procedure? cxr:cdadar)
;=> #t
(procedure? cxr:cdaddr)
;=> #t
(procedure? cxr:cdadr)
;=> #t
(procedure? cxr:cddaar)
;=> #t
(procedure? cxr:cddadr)
;=> #t
(procedure? cxr:cddar)
;=> #t
(procedure? cxr:cdddar)
;=> #t
(procedure? cxr:cddddr)
;=> #t
(procedure? cxr:cdddr)
;=> #t

;; (scheme eval)
(import (prefix (only (scheme eval) environment eval) eval:))
(procedure? eval:environment)
;=> #t
(procedure? eval:eval)
;=> #t

;; (scheme file)
(import (prefix (only (scheme file) call-with-input-file call-with-output-file delete-file file-exists? open-binary-input-file open-binary-output-file open-input-file open-output-file with-input-from-file with-output-to-file) file:))
(procedure? file:call-with-input-file)
;=> #t
(procedure? file:call-with-output-file)
;=> #t
(procedure? file:delete-file)
;=> #t
(procedure? file:file-exists?)
;=> #t
(procedure? file:open-binary-input-file)
;=> #t
(procedure? file:open-binary-output-file)
;=> #t
(procedure? file:open-input-file)
;=> #t
(procedure? file:open-output-file)
;=> #t
(procedure? file:with-input-from-file)
;=> #t
(procedure? file:with-output-to-file)
;=> #t

;; (scheme inexact)
(import (prefix (only (scheme inexact) acos asin atan cos exp finite? infinite? log nan? sin sqrt tan) inexact:))
(procedure? inexact:acos)
;=> #t
(procedure? inexact:asin)
;=> #t
(procedure? inexact:atan)
;=> #t
(procedure? inexact:cos)
;=> #t
(procedure? inexact:exp)
;=> #t
(procedure? inexact:finite?)
;=> #t
(procedure? inexact:infinite?)
;=> #t
(procedure? inexact:log)
;=> #t
(procedure? inexact:nan?)
;=> #t
(procedure? inexact:sin)
;=> #t
(procedure? inexact:sqrt)
;=> #t
(procedure? inexact:tan)
;=> #t

;; (scheme lazy)
(import (prefix (only (scheme lazy) delay delay-force force make-promise promise?) lazy:))
(procedure? lazy:force)
;=> #t
(procedure? lazy:make-promise)
;=> #t
(procedure? lazy:promise?)
;=> #t

;; (scheme load)
(import (prefix (only (scheme load) load) load:))
(procedure? load:load)
;=> #t

;; (scheme process-context)
(import (prefix (only (scheme process-context) command-line emergency-exit exit get-environment-variable get-environment-variables) process-context:))
(procedure? process-context:command-line)
;=> #t
(procedure? process-context:emergency-exit)
;=> #t
(procedure? process-context:exit)
;=> #t
(procedure? process-context:get-environment-variable)
;=> #t
(procedure? process-context:get-environment-variables)
;=> #t

;; (scheme read)
(import (prefix (only (scheme read) read) read:))
(procedure? read:read)
;=> #t

;; (scheme repl)
(import (prefix (only (scheme repl) interaction-environment) repl:))
(procedure? repl:interaction-environment)
;=> #t

;; (scheme time)
(import (prefix (only (scheme time) current-jiffy current-second jiffies-per-second) time:))
(procedure? time:current-jiffy)
;=> #t
(procedure? time:current-second)
;=> #t
(procedure? time:jiffies-per-second)
;=> #t

;; (scheme write)
(import (prefix (only (scheme write) display write write-shared write-simple) write:))
(procedure? write:display)
;=> #t
(procedure? write:write)
;=> #t
(procedure? write:write-shared)
;=> #t
(procedure? write:write-simple)
;=> #t

;; (scheme r5rs)
(import (prefix (only (scheme r5rs) * + - ... / < <= = => > >= abs acos and angle append apply asin assoc assq assv atan begin boolean? caaaar caaadr caaar caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr call-with-current-continuation call-with-input-file call-with-output-file call-with-values car case cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar cddaar cddadr cddar cdddar cddddr cdddr cddr cdr ceiling char->integer char-alphabetic? char-ci<=? char-ci<? char-ci=? char-ci>=? char-ci>? char-downcase char-lower-case? char-numeric? char-ready? char-upcase char-upper-case? char-whitespace? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port complex? cond cons cos current-input-port current-output-port define define-syntax delay denominator display do dynamic-wind else eof-object? eq? equal? eqv? eval even? exact->inexact exact? exp expt floor for-each force gcd if imag-part inexact->exact inexact? input-port? integer->char integer? interaction-environment lambda lcm length let let* let-syntax letrec letrec-syntax list list->string list->vector list-ref list-tail list? load log magnitude make-polar make-rectangular make-string make-vector map max member memq memv min modulo negative? newline not null-environment null? number->string number? numerator odd? open-input-file open-output-file or output-port? pair? peek-char positive? procedure? quasiquote quote quotient rational? rationalize read read-char real-part real? remainder reverse round scheme-report-environment set! set-car! set-cdr! sin sqrt string string->list string->number string->symbol string-append string-ci<=? string-ci<? string-ci=? string-ci>=? string-ci>? string-copy string-fill! string-length string-ref string-set! string<=? string<? string=? string>=? string>? string? substring symbol->string symbol? syntax-rules tan truncate values vector vector->list vector-fill! vector-length vector-ref vector-set! vector? with-input-from-file with-output-to-file write write-char zero?) r5rs:))
(procedure? r5rs:*)
;=> #t
(procedure? r5rs:+)
;=> #t
(procedure? r5rs:-)
;=> #t
(procedure? r5rs:/)
;=> #t
(procedure? r5rs:<)
;=> #t
(procedure? r5rs:<=)
;=> #t
(procedure? r5rs:=)
;=> #t
(procedure? r5rs:>)
;=> #t
(procedure? r5rs:>=)
;=> #t
(procedure? r5rs:abs)
;=> #t
(procedure? r5rs:acos)
;=> #t
(procedure? r5rs:angle)
;=> #t
(procedure? r5rs:append)
;=> #t
(procedure? r5rs:apply)
;=> #t
(procedure? r5rs:asin)
;=> #t
(procedure? r5rs:assoc)
;=> #t
(procedure? r5rs:assq)
;=> #t
(procedure? r5rs:assv)
;=> #t
(procedure? r5rs:atan)
;=> #t
(procedure? r5rs:boolean?)
;=> #t
(procedure? r5rs:caaaar)
;=> #t
(procedure? r5rs:caaadr)
;=> #t
(procedure? r5rs:caaar)
;=> #t
(procedure? r5rs:caadar)
;=> #t
(procedure? r5rs:caaddr)
;=> #t
(procedure? r5rs:caadr)
;=> #t
(procedure? r5rs:caar)
;=> #t
(procedure? r5rs:cadaar)
;=> #t
(procedure? r5rs:cadadr)
;=> #t
(procedure? r5rs:cadar)
;=> #t
(procedure? r5rs:caddar)
;=> #t
(procedure? r5rs:cadddr)
;=> #t
(procedure? r5rs:caddr)
;=> #t
(procedure? r5rs:cadr)
;=> #t
(procedure? r5rs:call-with-current-continuation)
;=> #t
(procedure? r5rs:call-with-input-file)
;=> #t
(procedure? r5rs:call-with-output-file)
;=> #t
(procedure? r5rs:call-with-values)
;=> #t
(procedure? r5rs:car)
;=> #t
(procedure? r5rs:cdaaar)
;=> #t
(procedure? r5rs:cdaadr)
;=> #t
(procedure? r5rs:cdaar)
;=> #t
(procedure? r5rs:cdadar)
;=> #t
(procedure? r5rs:cdaddr)
;=> #t
(procedure? r5rs:cdadr)
;=> #t
(procedure? r5rs:cdar)
;=> #t
(procedure? r5rs:cddaar)
;=> #t
(procedure? r5rs:cddadr)
;=> #t
(procedure? r5rs:cddar)
;=> #t
(procedure? r5rs:cdddar)
;=> #t
(procedure? r5rs:cddddr)
;=> #t
(procedure? r5rs:cdddr)
;=> #t
(procedure? r5rs:cddr)
;=> #t
(procedure? r5rs:cdr)
;=> #t
(procedure? r5rs:ceiling)
;=> #t
(procedure? r5rs:char->integer)
;=> #t
(procedure? r5rs:char-alphabetic?)
;=> #t
(procedure? r5rs:char-ci<=?)
;=> #t
(procedure? r5rs:char-ci<?)
;=> #t
(procedure? r5rs:char-ci=?)
;=> #t
(procedure? r5rs:char-ci>=?)
;=> #t
(procedure? r5rs:char-ci>?)
;=> #t
(procedure? r5rs:char-downcase)
;=> #t
(procedure? r5rs:char-lower-case?)
;=> #t
(procedure? r5rs:char-numeric?)
;=> #t
(procedure? r5rs:char-ready?)
;=> #t
(procedure? r5rs:char-upcase)
;=> #t
(procedure? r5rs:char-upper-case?)
;=> #t
(procedure? r5rs:char-whitespace?)
;=> #t
(procedure? r5rs:char<=?)
;=> #t
(procedure? r5rs:char<?)
;=> #t
(procedure? r5rs:char=?)
;=> #t
(procedure? r5rs:char>=?)
;=> #t
(procedure? r5rs:char>?)
;=> #t
(procedure? r5rs:char?)
;=> #t
(procedure? r5rs:close-input-port)
;=> #t
(procedure? r5rs:close-output-port)
;=> #t
(procedure? r5rs:complex?)
;=> #t
(procedure? r5rs:cons)
;=> #t
(procedure? r5rs:cos)
;=> #t
(procedure? r5rs:current-input-port)
;=> #t
(procedure? r5rs:current-output-port)
;=> #t
(procedure? r5rs:denominator)
;=> #t
(procedure? r5rs:display)
;=> #t
(procedure? r5rs:dynamic-wind)
;=> #t
(procedure? r5rs:eof-object?)
;=> #t
(procedure? r5rs:eq?)
;=> #t
(procedure? r5rs:equal?)
;=> #t
(procedure? r5rs:eqv?)
;=> #t
(procedure? r5rs:eval)
;=> #t
(procedure? r5rs:even?)
;=> #t
(procedure? r5rs:exact->inexact)
;=> #t
(procedure? r5rs:exact?)
;=> #t
(procedure? r5rs:exp)
;=> #t
(procedure? r5rs:expt)
;=> #t
(procedure? r5rs:floor)
;=> #t
(procedure? r5rs:for-each)
;=> #t
(procedure? r5rs:force)
;=> #t
(procedure? r5rs:gcd)
;=> #t
(procedure? r5rs:imag-part)
;=> #t
(procedure? r5rs:inexact->exact)
;=> #t
(procedure? r5rs:inexact?)
;=> #t
(procedure? r5rs:input-port?)
;=> #t
(procedure? r5rs:integer->char)
;=> #t
(procedure? r5rs:integer?)
;=> #t
(procedure? r5rs:interaction-environment)
;=> #t
(procedure? r5rs:lcm)
;=> #t
(procedure? r5rs:length)
;=> #t
(procedure? r5rs:list)
;=> #t
(procedure? r5rs:list->string)
;=> #t
(procedure? r5rs:list->vector)
;=> #t
(procedure? r5rs:list-ref)
;=> #t
(procedure? r5rs:list-tail)
;=> #t
(procedure? r5rs:list?)
;=> #t
(procedure? r5rs:load)
;=> #t
(procedure? r5rs:log)
;=> #t
(procedure? r5rs:magnitude)
;=> #t
(procedure? r5rs:make-polar)
;=> #t
(procedure? r5rs:make-rectangular)
;=> #t
(procedure? r5rs:make-string)
;=> #t
(procedure? r5rs:make-vector)
;=> #t
(procedure? r5rs:map)
;=> #t
(procedure? r5rs:max)
;=> #t
(procedure? r5rs:member)
;=> #t
(procedure? r5rs:memq)
;=> #t
(procedure? r5rs:memv)
;=> #t
(procedure? r5rs:min)
;=> #t
(procedure? r5rs:modulo)
;=> #t
(procedure? r5rs:negative?)
;=> #t
(procedure? r5rs:newline)
;=> #t
(procedure? r5rs:not)
;=> #t
(procedure? r5rs:null-environment)
;=> #t
(procedure? r5rs:null?)
;=> #t
(procedure? r5rs:number->string)
;=> #t
(procedure? r5rs:number?)
;=> #t
(procedure? r5rs:numerator)
;=> #t
(procedure? r5rs:odd?)
;=> #t
(procedure? r5rs:open-input-file)
;=> #t
(procedure? r5rs:open-output-file)
;=> #t
(procedure? r5rs:output-port?)
;=> #t
(procedure? r5rs:pair?)
;=> #t
(procedure? r5rs:peek-char)
;=> #t
(procedure? r5rs:positive?)
;=> #t
(procedure? r5rs:procedure?)
;=> #t
(procedure? r5rs:quotient)
;=> #t
(procedure? r5rs:rational?)
;=> #t
(procedure? r5rs:rationalize)
;=> #t
(procedure? r5rs:read)
;=> #t
(procedure? r5rs:read-char)
;=> #t
(procedure? r5rs:real-part)
;=> #t
(procedure? r5rs:real?)
;=> #t
(procedure? r5rs:remainder)
;=> #t
(procedure? r5rs:reverse)
;=> #t
(procedure? r5rs:round)
;=> #t
(procedure? r5rs:scheme-report-environment)
;=> #t
(procedure? r5rs:set-car!)
;=> #t
(procedure? r5rs:set-cdr!)
;=> #t
(procedure? r5rs:sin)
;=> #t
(procedure? r5rs:sqrt)
;=> #t
(procedure? r5rs:string)
;=> #t
(procedure? r5rs:string->list)
;=> #t
(procedure? r5rs:string->number)
;=> #t
(procedure? r5rs:string->symbol)
;=> #t
(procedure? r5rs:string-append)
;=> #t
(procedure? r5rs:string-ci<=?)
;=> #t
(procedure? r5rs:string-ci<?)
;=> #t
(procedure? r5rs:string-ci=?)
;=> #t
(procedure? r5rs:string-ci>=?)
;=> #t
(procedure? r5rs:string-ci>?)
;=> #t
(procedure? r5rs:string-copy)
;=> #t
(procedure? r5rs:string-fill!)
;=> #t
(procedure? r5rs:string-length)
;=> #t
(procedure? r5rs:string-ref)
;=> #t
(procedure? r5rs:string-set!)
;=> #t
(procedure? r5rs:string<=?)
;=> #t
(procedure? r5rs:string<?)
;=> #t
(procedure? r5rs:string=?)
;=> #t
(procedure? r5rs:string>=?)
;=> #t
(procedure? r5rs:string>?)
;=> #t
(procedure? r5rs:string?)
;=> #t
(procedure? r5rs:substring)
;=> #t
(procedure? r5rs:symbol->string)
;=> #t
(procedure? r5rs:symbol?)
;=> #t
(procedure? r5rs:tan)
;=> #t
(procedure? r5rs:truncate)
;=> #t
(procedure? r5rs:values)
;=> #t
(procedure? r5rs:vector)
;=> #t
(procedure? r5rs:vector->list)
;=> #t
(procedure? r5rs:vector-fill!)
;=> #t
(procedure? r5rs:vector-length)
;=> #t
(procedure? r5rs:vector-ref)
;=> #t
(procedure? r5rs:vector-set!)
;=> #t
(procedure? r5rs:vector?)
;=> #t
(procedure? r5rs:with-input-from-file)
;=> #t
(procedure? r5rs:with-output-to-file)
;=> #t
(procedure? r5rs:write)
;=> #t
(procedure? r5rs:write-char)
;=> #t
(procedure? r5rs:zero?)
;=> #t

;; the syntax of (scheme base) under its prefix
(base:let* ((x 1) (y (base:if #t (base:begin x) 2))) (base:cond ((base:and x y) base:=> list) (base:else 'no)))
;=> (1)
(base:let loop ((i 0)) (base:unless (= i 3) (loop (+ i 1))) (base:when (= i 0) 'done))
;=> unspecified
(base:case 3 ((1 2) 'low) ((3) 'three) (base:else 'high))
;=> three
(base:do ((i 0 (+ i 1))) ((= i 3) i))
;=> 3
(base:guard (e (base:else (list 'g e))) (raise 'x))
;=> (g x)
(base:let-values (((a b) (values 1 2))) (base:let*-values (((c) (values a))) (base:letrec ((f (base:lambda () c))) (base:letrec* ((g f)) (list (g) b)))))
;=> (1 2)
(base:define-values (alv-a alv-b) (values 1 2))
(base:define alv-c 3)
(base:set! alv-c (+ alv-c 1))
(list alv-a alv-b alv-c)
;=> (1 2 4)
(base:define-record-type alv-r (make-alv-r x) alv-r? (x alv-r-x))
(alv-r-x (make-alv-r 9))
;=> 9
(base:define-syntax alv-m (base:syntax-rules (base:else) ((base:_ base:else) 'else) ((base:_ a base:...) (list a base:...))))
(list (alv-m 1 2) (alv-m base:else))
;=> ((1 2) else)
(base:let-syntax ((m (base:syntax-rules () ((_) 5)))) (base:letrec-syntax ((n (base:syntax-rules () ((_) (m))))) (n)))
;=> 5
(base:quote (a b))
;=> (a b)
(base:quasiquote (a (base:unquote (+ 1 1)) (base:unquote-splicing (list 3 4))))
;=> (a 2 3 4)
(base:parameterize () (base:or #f 6))
;=> 6
(base:cond-expand (r7rs 'r7) (base:else 'other))
;=> r7
(base:let () (base:syntax-error "base syntax-error" 1))
;=> error base syntax-error
((case-lambda:case-lambda ((x) (list 'one x)) ((x y) (list 'two x y))) 1 2)
;=> (two 1 2)
(lazy:force (lazy:delay-force (lazy:delay 5)))
;=> 5
(r5rs:force (r5rs:delay 6))
;=> 6
(r5rs:let loop ((i 0)) (r5rs:if (r5rs:< i 3) (loop (r5rs:+ i 1)) (r5rs:exact->inexact i)))
;=> 3.0
;; _ is exported too
(import (only (scheme base) _ ...))
;; the same binding under both names
(eq? base:car r5rs:car)
;=> #t
(eq? base:call/cc base:call-with-current-continuation)
;=> #t
(eq? cxr:caddr r5rs:caddr)
;=> #t
;; names that a library must not export
(environment '(only (scheme base) sqrt))
;=> error sqrt
(environment '(only (scheme base) caddr))
;=> error caddr
(environment '(only (scheme base) display))
;=> error display
(environment '(only (scheme base) delay))
;=> error delay
(environment '(only (scheme base) exact->inexact))
;=> error exact->inexact
(environment '(only (scheme r5rs) exact))
;=> error exact
(environment '(only (scheme r5rs) when))
;=> error when
(environment '(only (scheme char) char?))
;=> error char?
;; all at once
(eval '(list (+ 1 2) (sqrt 16) (string-upcase "a") (caddr '(1 2 3)) (real-part 5)) (environment '(scheme base) '(scheme case-lambda) '(scheme char) '(scheme complex) '(scheme cxr) '(scheme eval) '(scheme file) '(scheme inexact) '(scheme lazy) '(scheme load) '(scheme process-context) '(scheme read) '(scheme repl) '(scheme time) '(scheme write)))
;=> (3 4 "A" 3 5)
(map (lambda (l) (procedure? (eval (cadr l) (environment (car l)))))
     '(((scheme base) car) ((scheme char) char-upcase) ((scheme complex) angle) ((scheme cxr) caddr) ((scheme eval) eval) ((scheme file) delete-file) ((scheme inexact) sin) ((scheme lazy) force) ((scheme load) load) ((scheme process-context) exit) ((scheme read) read) ((scheme repl) interaction-environment) ((scheme time) current-jiffy) ((scheme write) write) ((scheme r5rs) car)))
;=> (#t #t #t #t #t #t #t #t #t #t #t #t #t #t #t)
