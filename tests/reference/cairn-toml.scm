;; (cairn toml): examples of the reference.
(import (scheme base) (cairn toml) (cairn fs))

(string->toml "[owner]\nname = \"Ada\"\nage = 36\n")
;=> ((owner (name . "Ada") (age . 36)))
(toml->string '((owner (name . "Ada") (age . 36))))
;=> "[owner]\nname = \"Ada\"\nage = 36\n"
(toml-read (open-input-string "a = [1, 2]\n"))
;=> ((a . #(1 2)))
(let ((port (open-output-string))) (toml-write '((a . 1)) port) (get-output-string port))
;=> "a = 1\n"
(call-with-temporary-file (lambda (path) (toml->file '((a . 1)) path) (file->toml path)))
;=> ((a . 1))
