;; R7RS 6.13.1: ports, string and bytevector ports, file ports.
(map (lambda (p) (list (port? p) (input-port? p) (output-port? p) (textual-port? p) (binary-port? p)))
     (list (open-input-string "") (open-output-string) (open-input-bytevector #u8()) (open-output-bytevector) 5))
;=> ((#t #t #f #t #f) (#t #f #t #t #f) (#t #t #f #f #t) (#t #f #t #f #t) (#f #f #f #f #f))
(list (input-port? (current-input-port)) (output-port? (current-output-port)) (output-port? (current-error-port)))
;=> (#t #t #t)
(list (textual-port? (current-input-port)) (textual-port? (current-output-port)) (textual-port? (current-error-port)))
;=> (#t #t #t)
(map port? (list "a" 'a 1 '() #t (eof-object)))
;=> (#f #f #f #f #f #f)
(parameterize
    ((current-output-port
      (open-output-string)))
  (display "piece")
  (display " by piece ")
  (display "by piece.")
  (newline)
  (get-output-string (current-output-port)))
;=> "piece by piece by piece.\n"
(let ((o (open-output-string))) (parameterize ((current-error-port o)) (write 'err (current-error-port))) (get-output-string o))
;=> "err"
(parameterize ((current-input-port (open-input-string "(a b) c"))) (let* ((x (read)) (y (read)) (z (read))) (list x y (eof-object? z))))
;=> ((a b) c #t)
(let ((p (current-output-port))) (parameterize ((current-output-port (open-output-string))) #f) (eq? p (current-output-port)))
;=> #t

;; call-with-port, closing
(let ((p (open-input-string "abc"))) (let* ((c (call-with-port p read-char)) (open? (input-port-open? p))) (list c open?)))
;=> (#\a #f)
(call-with-values (lambda () (call-with-port (open-input-string "ab") (lambda (p) (values (read-char p) 2)))) list)
;=> (#\a 2)
(call-with-port (open-output-string) (lambda (p) (write 'x p) (get-output-string p)))
;=> "x"
(let ((p (open-input-string "abc"))) (call/cc (lambda (k) (call-with-port p (lambda (q) (k 'escaped))))) (input-port-open? p))
;=> #t
(let ((p (open-input-string "abc"))) (list (input-port-open? p) (begin (close-port p) (input-port-open? p))))
;=> (#t #f)
(let ((p (open-input-string "abc"))) (close-input-port p) (input-port-open? p))
;=> #f
(let ((p (open-output-string))) (close-output-port p) (output-port-open? p))
;=> #f
(let ((p (open-output-bytevector))) (close-port p) (output-port-open? p))
;=> #f
(let ((p (open-input-string "abc"))) (close-port p) (close-port p) (close-input-port p) 'twice-is-fine)
;=> twice-is-fine
(let ((p (open-input-string "abc"))) (close-port p) (read-char p))
;=> error
(let ((p (open-input-bytevector #u8(1)))) (close-port p) (read-u8 p))
;=> error
(let ((p (open-output-string))) (close-port p) (write-char #\a p))
;=> error
(let ((p (open-output-bytevector))) (close-port p) (write-u8 1 p))
;=> error
(close-input-port (open-output-string))
;=> error
(close-output-port (open-input-string ""))
;=> error
(close-port 5)
;=> error
(input-port-open? 'a)
;=> error
(call-with-port 5 list)
;=> error

;; string ports
(let ((p (open-input-string "aλ😀"))) (let* ((a (read-char p)) (b (peek-char p)) (c (read-char p)) (d (read-char p)) (e (read-char p)) (f (peek-char p))) (list a (char=? b c) (string b d) (eof-object? e) (eof-object? f))))
;=> (#\a #t "λ😀" #t #t)
(let ((o (open-output-string))) (write-string "abc" o) (write-char #\λ o) (write 'sym o) (write "s" o) (display "d" o) (newline o) (get-output-string o))
;=> "abcλsym\"s\"d\n"
(let ((o (open-output-string))) (write 1 o) (let ((a (get-output-string o))) (write 2 o) (list a (get-output-string o))))
;=> ("1" "12")
(get-output-string (open-output-string))
;=> ""
(get-output-string (open-input-string "a"))
;=> error
(open-input-string 'a)
;=> error
;; bytevector ports
(let ((p (open-input-bytevector #u8(1 2 3)))) (let* ((a (read-u8 p)) (b (peek-u8 p)) (c (read-u8 p)) (d (read-u8 p)) (e (read-u8 p))) (list a b c d (eof-object? e))))
;=> (1 2 2 3 #t)
(let ((o (open-output-bytevector))) (write-u8 1 o) (write-bytevector #u8(2 3 4) o) (write-bytevector #u8(5 6 7 8) o 1) (write-bytevector #u8(9 10 11) o 1 2) (get-output-bytevector o))
;=> #u8(1 2 3 4 6 7 8 10)
(get-output-bytevector (open-output-bytevector))
;=> #u8()
(get-output-bytevector (open-output-string))
;=> error
(open-input-bytevector "abc")
;=> error
(open-input-bytevector #(1 2))
;=> error
;; text operations on binary ports and the other way round
(read-char (open-input-bytevector #u8(65)))
;=> error
(read-u8 (open-input-string "A"))
;=> error
(write-char #\a (open-output-bytevector))
;=> error
(write-u8 65 (open-output-string))
;=> error
(write 'a (open-output-bytevector))
;=> error
(read (open-input-bytevector #u8(65)))
;=> error
;; input operations on output ports and the other way round
(read-char (open-output-string))
;=> error
(write-char #\a (open-input-string ""))
;=> error
(write-u8 300 (open-output-bytevector))
;=> error
(write-u8 'a (open-output-bytevector))
;=> error

;; file ports
(define tmp "cairn-test-tmp.txt")
(if (file-exists? tmp) (delete-file tmp))
(file-exists? tmp)
;=> #f
(call-with-output-file tmp (lambda (p) (write '(hello "wörld" #\x) p) (newline p) (display "second λ😀" p) (newline p) 'result))
;=> result
(file-exists? tmp)
;=> #t
(call-with-input-file tmp (lambda (p) (let* ((d (read p)) (c (read-char p)) (l (read-line p)) (e (read-line p))) (list d c l (eof-object? e)))))
;=> ((hello "wörld" #\x) #\newline "second λ😀" #t)
(with-output-to-file tmp (lambda () (display "from with") (newline) 'r2))
;=> r2
(with-input-from-file tmp (lambda () (let* ((a (read)) (b (read)) (c (read))) (list a b (eof-object? c)))))
;=> (from with #t)
(call-with-values (lambda () (with-input-from-file tmp (lambda () (values (read) 2)))) list)
;=> (from 2)
(let ((p (open-input-file tmp))) (let* ((l (read-line p)) (open? (input-port-open? p))) (close-port p) (list l open? (input-port-open? p) (textual-port? p))))
;=> ("from with" #t #f #t)
(let ((p (open-output-file tmp))) (write 'abc p) (flush-output-port p) (close-output-port p) (call-with-input-file tmp read))
;=> abc
(let ((p (open-binary-output-file tmp))) (write-u8 0 p) (write-bytevector #u8(255 10 13 206 187) p) (close-port p) (list (binary-port? p) (output-port? p)))
;=> (#t #t)
(let ((p (open-binary-input-file tmp))) (let* ((a (read-u8 p)) (b (peek-u8 p)) (c (read-bytevector 100 p)) (d (read-u8 p))) (close-port p) (list a b c (eof-object? d) (binary-port? p))))
;=> (0 255 #u8(255 10 13 206 187) #t #t)
(let ((p (open-binary-output-file tmp))) (write-bytevector (string->utf8 "λ\nb") p) (close-port p) (call-with-input-file tmp (lambda (p) (let* ((a (read-char p)) (b (read-char p)) (c (read-char p))) (list (string a b c) (eof-object? (read-char p)))))))
;=> ("λ\nb" #t)
;; writing a file that exists replaces it
(begin (call-with-output-file tmp (lambda (p) (display "long long text" p))) (call-with-output-file tmp (lambda (p) (display "short" p))) (call-with-input-file tmp read-line))
;=> one-of "short" | "shortlong text"
;; a big file
(begin (call-with-output-file tmp (lambda (p) (do ((i 0 (+ i 1))) ((= i 2000)) (write i p) (newline p)))) (call-with-input-file tmp (lambda (p) (let loop ((n 0) (x (read p))) (if (eof-object? x) n (loop (+ n x) (read p)))))))
;=> 1999000
(let ((p (open-input-file tmp))) (let loop ((n 0) (l (read-line p))) (if (eof-object? l) (begin (close-port p) n) (loop (+ n (string-length l)) (read-line p)))))
;=> 6890
(delete-file tmp)
;=> unspecified
(file-exists? tmp)
;=> #f
(delete-file tmp)
;=> error
(guard (e ((file-error? e) 'file-error)) (open-input-file tmp))
;=> file-error
(open-input-file 'a)
;=> error
(call-with-output-file tmp)
;=> error
(file-exists? 5)
;=> error
;; an escape out of with-output-to-file restores the port
(let ((old (current-output-port))) (call/cc (lambda (k) (with-output-to-file tmp (lambda () (k #f))))) (delete-file tmp) (eq? old (current-output-port)))
;=> #t
