;; (cairn cli): command lines and terminals.
(import (scheme base) (scheme write) (cairn cli))

(define tool
  (command "tool" "Does things."
    (flag 'verbose "Say more" 'short #\v)
    (option 'count "How many" 'short #\n 'type 'integer 'default 1)
    (option 'mode "How" 'type '("fast" "slow"))
    (argument 'file "What to use")
    (rest-arguments 'others "More of them")
    (lambda (arguments) (write (arguments-ref arguments 'file)))))
(define (parse command . words)
  (call-with-values
    (lambda () (parse-arguments command words))
    (lambda (chosen path arguments)
      (if (symbol? arguments)
          (list path arguments)
          (map (lambda (name) (arguments-ref arguments name 'absent)) '(verbose count mode file others))))))
(define-syntax complaint
  (syntax-rules ()
    ((_ command word ...)
     (call-with-current-continuation
       (lambda (k)
         (with-exception-handler (lambda (c) (k 'wrong)) (lambda () (parse command word ...))))))))

(parse tool "a")
;=> (#f 1 #f "a" ())
(parse tool "-v" "--count" "5" "a" "b" "c")
;=> (#t 5 #f "a" ("b" "c"))
(parse tool "a" "--count=7" "--mode=fast" "b")
;=> (#f 7 "fast" "a" ("b"))
(parse tool "-vn3" "a")
;=> (#t 3 #f "a" ())
(parse tool "-n" "-3" "--" "-v" "--x")
;=> (#f -3 #f "-v" ("--x"))
(parse tool "-5")
;=> (#f 1 #f "-5" ())
(parse tool "--help")
;=> (("tool") help)
(list (complaint tool) (complaint tool "--fast" "a") (complaint tool "-x" "a") (complaint tool "--count" "x" "a") (complaint tool "--count") (complaint tool "-n") (complaint tool "--verbose=1" "a") (complaint tool "--mode" "odd" "a"))
;=> (wrong wrong wrong wrong wrong wrong wrong wrong)

(define git
  (command "git" "Tracks." (flag 'quiet "Say less" 'short #\q)
    (command "add" "Adds files." (rest-arguments 'files "Which") (lambda (a) (write (list 'add (arguments-ref a 'quiet) (arguments-ref a 'files)))))
    (command "log" "Shows commits." (option 'since "From when") (lambda (a) (write (list 'log (arguments-ref a 'since)))))))
(define (output words) (let ((port (open-output-string))) (parameterize ((current-output-port port)) (run-command git words)) (get-output-string port)))
(map output '(("-q" "add" "x" "y") ("log" "--since=now") ("add")))
;=> ("(add #t (\"x\" \"y\"))" "(log \"now\")" "(add #f ())")
(command-completions git '("l"))
;=> ("log")
(command-completions git '("log" "--"))
;=> ("--since" "--help")
(output '("--complete" "--q"))
;=> "--quiet\n"
(command-help tool)
;=> "Does things.\n\nusage: tool [OPTIONS] FILE [OTHERS...]\n\nArguments:\n  FILE    What to use\n  OTHERS  More of them\n\nOptions:\n  -v, --verbose      Say more\n  -n, --count COUNT  How many [default: 1]\n      --mode MODE    How\n      --help         Print this text\n"
(output '("add" "--help"))
;=> "Adds files.\n\nusage: git add [FILES...]\n\nArguments:\n  FILES  Which\n\nOptions:\n      --help  Print this text\n"

;; No terminal is there.
(list (terminal? 'error) (exact-integer? (terminal-width)))
;=> one-of (#f #t) | (#t #t)
(terminal? 'roof)
;=> error terminal?: expected input, output or error
(let ((port (open-output-string)))
  (parameterize ((current-input-port (open-input-string "Ada\n\nyes\nsecret\n")) (current-output-port port))
    (let* ((a (prompt "Name?")) (b (prompt "Town?" "Ulm")) (c (confirm? "Sure?")) (d (prompt-hidden "Password?")) (e (prompt "More?")))
      (list a b c d e))))
;=> ("Ada" "Ulm" #t "secret" #f)
(let ((bar (progress-bar "work" 2))) (progress! bar) (progress! bar 2) (progress-done! bar))
