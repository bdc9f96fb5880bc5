;; (cairn process): other programs, time, signals and the environment.
(import (scheme base) (scheme file) (scheme write) (scheme process-context) (only (srfi 1) count) (cairn process) (cairn fs))

(define root (make-temporary-directory "cairn-test-"))
(define (in . parts) (apply path-join root parts))

;; Pipelines
(capture (echo "a b" 'c 5))
;=> "a b c 5\n"
(capture (printf "b\\na\\nb\\n") (sort) (uniq))
;=> "a\nb\n"
(capture-lines ("printf" "%s\n" '("x" "y")) (,(string-append "c" "at")))
;=> ("x" "y")
(list (run (true)) (run (false)) (run (sh "-c" "exit 7")) (run (sh "-c" "kill -9 $$")))
;=> (0 1 7 -9)
(list (run? (true) (true)) (run? (false) (true)))
;=> (#t #f)
(run! (sh "-c" "exit 3"))
;=> error run!: a program failed: (("sh" "-c" "exit 3")) (3)
(capture (false))
;=> error capture: a program failed
(run ("cairn-no-such-program" "x"))
;=> error run: entity not found
(guard (c ((file-error? c) 'file-error)) (run ("/nowhere/program")))
;=> file-error

;; Redirections
(run (echo "one") (> (in "out")))
(run (echo "two") (>> (in "out")))
(file->string (in "out"))
;=> "one\ntwo\n"
(capture (cat) (< (in "out")))
;=> "one\ntwo\n"
(capture (tr "a-z" "A-Z") (<< "text λ"))
;=> "TEXT λ"
(run (sh "-c" "echo oops >&2") (err> (in "err")))
(file->string (in "err"))
;=> "oops\n"
(capture (sh "-c" "echo a; echo b >&2") (err> 'output))
;=> "a\nb\n"
(capture (pwd) (#:directory "/"))
;=> "/\n"
(capture (sh "-c" "echo $A") (#:environment '(("A" . "1"))))
;=> "1\n"
(let ((result (run-pipeline '(("sh" "-c" "echo a; echo b >&2; exit 4")) 'output 'capture 'error 'capture)))
  (list (run-result-status result) (run-result-output result) (run-result-error result) (run-result-timed-out? result)))
;=> (4 "a\n" "b\n" #f)
(run-result-statuses (run-pipeline '(("false") ("true") ("sh" "-c" "exit 2"))))
;=> (1 0 2)
(run-result-output (run-pipeline '(("pwd")) 'output 'capture 'directory "/"))
;=> "/\n"
(run-result-output (run-pipeline '(("sh" "-c" "echo $A-$HOME")) 'output 'capture 'environment '(("A" . "1") ("HOME" . #f))))
;=> "1-\n"
(run-pipeline '(("true")) 'speed 5)
;=> error run-pipeline: expected options and their values
(run-pipeline '())
;=> error run-pipeline: expected a list of commands
(run-pipeline '(("true" 5.5e300)) 'environment '(("A=B" . "x")))
;=> error run-pipeline: name of a variable out of range
(run-pipeline (list (list "echo" "a\x0;b")))
;=> error run-pipeline: a null character in

;; Much goes in and out at once; a reader that stops is no failure.
(define big (make-string 1000000 #\x))
(string-length (capture (cat) (cat) (<< big)))
;=> 1000000
(capture (head "-c" "3") (<< big))
;=> "xxx"
(string-length (run-result-error (run-pipeline '(("sh" "-c" "cat >&2")) 'input big 'error 'capture)))
;=> 1000000

;; Time-outs kill what runs.
(let ((result (run-pipeline '(("sleep" "100")) 'timeout 1/20)))
  (list (run-result-timed-out? result) (run-result-status result)))
;=> (#t -9)
(let ((result (run-pipeline '(("sh" "-c" "echo early; sleep 100 > /dev/null")) 'timeout 2 'output 'capture)))
  (list (run-result-timed-out? result) (run-result-output result)))
;=> (#t "early\n")
(run! (sleep 100) (#:timeout 0.05))
;=> error run!: the time is over

;; Programs that go on
(define child (spawn '("cat") 'input 'capture 'output 'capture))
(list (process? child) (process-running? child) (process-error child) (> (process-number child) 1))
;=> (#t #t #f #t)
(write-string "hello\n" (process-input child))
(flush-output-port (process-input child))
(read-line (process-output child))
;=> "hello"
(process-wait child 0.01)
;=> #f
(close-port (process-input child))
(list (process-wait child) (process-wait child) (process-running? child) (eof-object? (read-line (process-output child))))
;=> (0 0 #f #t)
(let ((child (spawn '("sleep" "100")))) (process-kill child) (process-wait child))
;=> -15
(let ((child (spawn '("sleep" "100")))) (process-kill child 'kill) (let ((status (process-wait child))) (process-kill child) status))
;=> -9
(let ((child (spawn '("true") 'input 'capture)))
  (process-wait child)
  (guard (c ((file-error? c) 'file-error))
    (write-string "x" (process-input child))
    (flush-output-port (process-input child))))
;=> file-error
(process-wait 5)
;=> error

;; Environment
(setenv "CAIRN_TEST" "value λ")
(list (get-environment-variable "CAIRN_TEST") (capture (sh "-c" "printf %s \"$CAIRN_TEST\"")))
;=> ("value λ" "value λ")
(unsetenv "CAIRN_TEST")
(list (get-environment-variable "CAIRN_TEST") (assoc "CAIRN_TEST" (get-environment-variables)) (capture (sh "-c" "echo \"$CAIRN_TEST\"")))
;=> (#f #f "\n")
(setenv "" "x")
;=> error setenv: name of a variable out of range
(call-with-current-directory root (lambda () (string=? (capture (pwd)) (string-append (real-path root) "\n"))))
;=> #t
(list (string? (host-name)) (string? (user-name)) (string? (home-directory)) (exact-integer? (process-id)))
;=> (#t #t #t #t)

;; Time
(let ((start (current-jiffy))) (sleep 1/50) (>= (- (current-jiffy) start) 20000000))
;=> #t
(sleep -1)
(sleep 'long)
;=> error sleep: expected a real number

;; Signals
(define listener (listen-for-signals 'usr1 'usr2))
(next-signal listener 0)
;=> #f
(send-signal (process-id) 'usr1)
(next-signal listener 5)
;=> usr1
(run! (sh "-c" "kill -USR2 $PPID"))
(next-signal listener 5)
;=> usr2
(next-signal listener 0.01)
;=> #f
(stop-listening listener)
(listen-for-signals 'kill)
;=> error
(listen-for-signals 'thunder)
;=> error listen-for-signals: expected a signal

;; A closed pipe: its reader has ended.
(let ((p (spawn '("true") 'input 'capture)))
  (process-wait p)
  (guard (c ((file-error? c) 'closed))
    (write-string (make-string 100000 #\x) (process-input p))
    (flush-output-port (process-input p))))
;=> closed

;; A program that is killed, by us and by itself
(let ((p (spawn '("sleep" "100"))))
  (process-kill p 9)
  (process-wait p))
;=> -9
(capture (sh "-c" "echo out; kill -9 $$"))
;=> error capture: a program failed: (("sh" "-c" "echo out; kill -9 $$")) (-9)

;; Descriptors and processes are given back, also after failures. Tests that run at the same time
;; have a few of their own. None waits for the collector.
(do ((i 0 (+ i 1))) ((= i 200))
  (guard (c (#t #f)) (spawn '("cairn-no-such-program")))
  (let ((p (spawn '("true") 'input 'capture 'output 'capture 'error 'capture)))
    (process-wait p)
    (close-port (process-input p))
    (close-port (process-output p))
    (close-port (process-error p))))
(do ((i 0 (+ i 1))) ((= i 200))
  (run-pipeline '(("true")) 'output 'capture 'error 'capture)
  (guard (c (#t #f)) (run-pipeline '(("true") ("cairn-no-such-program")) 'output 'capture)))
(do ((i 0 (+ i 1))) ((= i 10000))
  (guard (c (#t #f)) (run-pipeline '(("cairn-no-such-program")) 'output 'capture 'error 'capture)))
(< (length (directory-list "/proc/self/fd")) 40)
;=> #t
(define (zombie? state) (char=? (string-ref state 0) #\Z))
(< (count zombie? (capture-lines (ps "-o" "stat=" "--ppid" (process-id)))) 100)
;=> #t
(delete-tree root)
