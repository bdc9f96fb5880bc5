;; (cairn json): examples of the reference.
(import (scheme base) (cairn json) (cairn fs))

(string->json "{\"a\": [1, 2.5, true, null]}")
;=> ((a . #(1 2.5 #t null)))
(json->string '((a . #(1 2.5 #t null))))
;=> "{\"a\":[1,2.5,true,null]}"
(json->string '((a . 1)) 2)
;=> "{\n  \"a\": 1\n}"
(json-ref (string->json "{\"a\": [{\"b\": 5}]}") 'a 0 'b)
;=> 5
(json-read (open-input-string "[1, 2] [3]"))
;=> #(1 2)
(let ((port (open-output-string))) (json-write '#("a" 1) port) (get-output-string port))
;=> "[\"a\",1]"
(json-null? 'null)
;=> #t
(guard (e ((json-error? e) (json-error-reason e))) (string->json "[1, 2"))
;=> "line 1, column 6: expected a comma or the end of a structure"
(guard (e (#t (json-error? e))) (string->json "[1, 2"))
;=> #t
(let ((next (json-lines-read (open-input-string "{\"a\": 1}\n[2]\n")))) (let* ((first (next)) (second (next))) (list first second)))
;=> (((a . 1)) #(2))
(let ((next (json-sequence-read (open-input-string "\x1e;1\n\x1e;2\n")))) (let* ((first (next)) (second (next))) (list first second)))
;=> (1 2)
(let ((next (json-generator (open-input-string "[1]")))) (let* ((a (next)) (b (next)) (c (next))) (list a b c)))
;=> (array-start 1 array-end)
(let ((port (open-output-string))) (let ((put (json-accumulator port))) (put 'array-start) (put 1) (put 'array-end)) (get-output-string port))
;=> "[1]"
(json-fold (lambda (event seed) (cons event seed)) (lambda (seed) '()) (lambda (seed) (reverse seed)) (lambda (seed) '()) (lambda (seed) (reverse seed)) '() (open-input-string "[1, 2]"))
;=> ((1 2))
(parameterize ((json-nesting-depth-limit 2)) (guard (e ((json-error? e) 'too-deep)) (json-read (open-input-string "[[[1]]]"))))
;=> too-deep
(parameterize ((json-number-of-character-limit 3)) (guard (e ((json-error? e) 'too-long)) (json-read (open-input-string "[1, 2, 3]"))))
;=> too-long
(call-with-temporary-file (lambda (path) (json->file '((a . 1)) path) (file->json path)))
;=> ((a . 1))
