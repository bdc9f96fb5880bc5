;; (cairn process): examples of the reference.
(import (scheme base) (cairn process))

(run (true))
;=> 0
(run (sh "-c" "exit 3"))
;=> 3
(run? (test "-d" "/"))
;=> #t
(begin (run! (true)) 'done)
;=> done
(capture (echo "hello"))
;=> "hello\n"
(capture (printf "b\na\n") (sort))
;=> "a\nb\n"
(capture-lines (printf "one\ntwo\n"))
;=> ("one" "two")
(run-result-status (run-pipeline '(("sh" "-c" "exit 3"))))
;=> 3
(run-result-output (run-pipeline '(("echo" "hello")) 'output 'capture))
;=> "hello\n"
(run-result-error (run-pipeline '(("sh" "-c" "echo oops >&2")) 'error 'capture))
;=> "oops\n"
(run-result-statuses (run-pipeline '(("true") ("false"))))
;=> (0 1)
(run-result-timed-out? (run-pipeline '(("sleep" "10")) 'timeout 0.05))
;=> #t
(run-result? (run-pipeline '(("true"))))
;=> #t
(let ((p (spawn '("echo" "hello") 'output 'capture))) (read-line (process-output p)))
;=> "hello"
(let ((p (spawn '("cat") 'input 'capture 'output 'capture))) (write-string "hi\n" (process-input p)) (close-port (process-input p)) (read-line (process-output p)))
;=> "hi"
(let ((p (spawn '("sh" "-c" "echo oops >&2") 'error 'capture))) (read-line (process-error p)))
;=> "oops"
(process-wait (spawn '("sh" "-c" "exit 3")))
;=> 3
(process? (spawn '("true")))
;=> #t
(let ((p (spawn '("sleep" "10")))) (process-kill p) (process-wait p))
;=> -15
(let ((p (spawn '("sleep" "10")))) (let ((running (process-running? p))) (process-kill p) running))
;=> #t
(let ((p (spawn '("true")))) (exact-integer? (process-number p)))
;=> #t
(exact-integer? (process-id))
;=> #t
(begin (set-environment-variable! "GREETING" "hello") (get-environment-variable "GREETING"))
;=> "hello"
(begin (setenv "GREETING" "hello") (get-environment-variable "GREETING"))
;=> "hello"
(begin (setenv "GREETING" "hello") (unsetenv "GREETING") (get-environment-variable "GREETING"))
;=> #f
(begin (setenv "GREETING" "hello") (cdr (assoc "GREETING" (get-environment-variables))))
;=> "hello"
(string? (current-directory))
;=> #t
(begin (set-current-directory! (current-directory)) 'done)
;=> done
(call-with-current-directory "/" current-directory)
;=> "/"
(string? (user-name))
;=> #t
(string? (host-name))
;=> #t
(let ((home (home-directory))) (or (not home) (string? home)))
;=> #t
(begin (sleep 0.001) 'awake)
;=> awake
(let ((signals (listen-for-signals 'usr1))) (send-signal (process-id) 'usr1) (let ((signal (next-signal signals 5))) (stop-listening signals) signal))
;=> usr1
