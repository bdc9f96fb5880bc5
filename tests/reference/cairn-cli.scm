;; (cairn cli): examples of the reference.
(import (scheme base) (cairn cli))

(call-with-values (lambda () (parse-arguments (command "greet" "Greets." (argument 'name "Whom") values) '("Ada"))) (lambda (chosen path arguments) (arguments-ref arguments 'name)))
;=> "Ada"
(call-with-values (lambda () (parse-arguments (command "greet" "Greets." (option 'times "How often" 'type 'integer 'default 1) values) '("--times" "3"))) (lambda (chosen path arguments) (arguments-ref arguments 'times)))
;=> 3
(call-with-values (lambda () (parse-arguments (command "greet" "Greets." (flag 'loud "Shout" 'short #\l) values) '("-l"))) (lambda (chosen path arguments) (arguments-ref arguments 'loud)))
;=> #t
(call-with-values (lambda () (parse-arguments (command "count" "Counts." (rest-arguments 'files "Which") values) '("a" "b"))) (lambda (chosen path arguments) (arguments-ref arguments 'files)))
;=> ("a" "b")
(call-with-values (lambda () (parse-arguments (command "greet" "Greets." (argument 'name "Whom") values) '("Ada"))) (lambda (chosen path arguments) path))
;=> ("greet")
(string? (command-help (command "greet" "Greets." (argument 'name "Whom") values)))
;=> #t
(command-completions (command "greet" "Greets." (flag 'loud "Shout") values) '("--l"))
;=> ("--loud")
(run-command (command "greet" "Greets." (argument 'name "Whom") (lambda (arguments) (string-append "Hello " (arguments-ref arguments 'name)))) '("Ada"))
;=> "Hello Ada"
(parameterize ((current-input-port (open-input-string "yes\n")) (current-output-port (open-output-string)) (current-error-port (open-output-string))) (confirm? "Go on?"))
;=> #t
(parameterize ((current-input-port (open-input-string "Ada\n")) (current-output-port (open-output-string)) (current-error-port (open-output-string))) (prompt "Name: "))
;=> "Ada"
(parameterize ((current-input-port (open-input-string "secret\n")) (current-output-port (open-output-string)) (current-error-port (open-output-string))) (prompt-hidden "Password: "))
;=> "secret"
(boolean? (color-output?))
;=> #t
(string? (styled "text" 'bold 'red))
;=> #t
(exact-integer? (terminal-width))
;=> #t
(boolean? (terminal? 'output))
;=> #t
(let ((bar (progress-bar "copying" 10))) (progress! bar) (progress! bar 10) (progress-done! bar) 'done)
;=> done
