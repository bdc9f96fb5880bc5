;; (cairn ini): examples of the reference.
(import (scheme base) (cairn ini) (cairn fs))

(string->ini "[server]\nport = 80\n")
;=> ((server (port . "80")))
(ini-ref (string->ini "[server]\nport = 80\n") 'server 'port)
;=> "80"
(ini-ref (string->ini "[server]\nport = 80\n") 'server 'name "localhost")
;=> "localhost"
(ini->string '((server (port . "80"))))
;=> "[server]\nport = 80\n"
(ini-read (open-input-string "[a]\nk = v\n"))
;=> ((a (k . "v")))
(let ((port (open-output-string))) (ini-write '((a (k . "v"))) port) (get-output-string port))
;=> "[a]\nk = v\n"
(call-with-temporary-file (lambda (path) (ini->file '((a (k . "v"))) path) (file->ini path)))
;=> ((a (k . "v")))
