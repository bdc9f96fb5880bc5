;; (cairn yaml): examples of the reference.
(import (scheme base) (cairn yaml) (cairn fs))

(string->yaml "name: Ada\ntags:\n  - a\n  - b\n")
;=> ((name . "Ada") (tags . #("a" "b")))
(yaml->string '((name . "Ada") (tags . #("a" "b"))))
;=> "name: Ada\ntags:\n  - a\n  - b\n"
(yaml-read (open-input-string "- 1\n- x\n"))
;=> #(1 "x")
(let ((port (open-output-string))) (yaml-write '((a . 1)) port) (get-output-string port))
;=> "a: 1\n"
(call-with-temporary-file (lambda (path) (yaml->file '((a . 1)) path) (file->yaml path)))
;=> ((a . 1))
