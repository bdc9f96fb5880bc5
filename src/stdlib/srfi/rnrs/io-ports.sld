;;; R6RS library chapter 8.2: ports. Text files are UTF-8; a transcoder with another codec or
;;; line ending is rejected. Not implemented: custom ports, combined input and output ports,
;;; port positions, and transcoded-port.

(define-library (rnrs io ports)
  (export file-options buffer-mode buffer-mode? utf-8-codec
          eol-style native-eol-style error-handling-mode make-transcoder native-transcoder
          transcoder-codec transcoder-eol-style transcoder-error-handling-mode
          bytevector->string string->bytevector
          eof-object eof-object? port? textual-port? binary-port? close-port call-with-port
          input-port? port-eof? open-file-input-port open-bytevector-input-port
          open-string-input-port standard-input-port current-input-port
          get-u8 lookahead-u8 get-bytevector-n get-bytevector-n! get-bytevector-some
          get-bytevector-all get-char lookahead-char get-string-n get-string-n! get-string-all
          get-line get-datum
          output-port? flush-output-port open-file-output-port open-bytevector-output-port
          call-with-bytevector-output-port open-string-output-port
          call-with-string-output-port standard-output-port standard-error-port
          current-output-port current-error-port
          put-u8 put-bytevector put-char put-string put-datum)
  (import (scheme base)
          (scheme case-lambda)
          (scheme file)
          (scheme read)
          (scheme write)
          (only (cairn utf) utf8->string/lenient)
          (rnrs conditions)
          (only (rnrs enums) define-enumeration enum-set-member?)
          (only (rnrs files) make-i/o-file-already-exists-error make-i/o-file-does-not-exist-error))
  (begin
    ;; --- options ---

    (define-enumeration file-option (no-create no-fail no-truncate) file-options)
    (define-syntax buffer-mode
      (syntax-rules () ((_ mode) 'mode)))
    (define (buffer-mode? x) (and (memq x '(none line block)) #t))
    (define-syntax eol-style
      (syntax-rules () ((_ style) 'style)))
    (define (native-eol-style) 'none)
    (define-syntax error-handling-mode
      (syntax-rules () ((_ mode) 'mode)))
    (define (utf-8-codec) 'utf-8)

    (define-record-type transcoder
      (new-transcoder codec eol-style error-handling-mode)
      transcoder?
      (codec transcoder-codec)
      (eol-style transcoder-eol-style)
      (error-handling-mode transcoder-error-handling-mode))

    (define make-transcoder
      (case-lambda
        ((codec) (make-transcoder codec 'none))
        ((codec style) (make-transcoder codec style 'replace))
        ((codec style mode)
         (unless (and (eq? codec 'utf-8) (memq style '(none lf)))
           (error "make-transcoder: expected the codec utf-8 and ends of lines as they are, got"
                  codec style))
         (new-transcoder codec style mode))))

    (define (native-transcoder) (make-transcoder 'utf-8))
    (define (bytevector->string bytes transcoder)
      (case (transcoder-error-handling-mode transcoder)
        ((raise) (utf8->string bytes))
        ((ignore) (utf8->string/lenient bytes ""))
        (else (utf8->string/lenient bytes "\xFFFD;"))))
    (define (string->bytevector string transcoder) (string->utf8 string))

    ;; --- input ---

    (define (port-eof? port)
      (eof-object? (if (textual-port? port) (peek-char port) (peek-u8 port))))

    (define open-file-input-port
      (case-lambda
        ((file) (open-binary-input-file file))
        ((file options) (open-binary-input-file file))
        ((file options mode) (open-binary-input-file file))
        ((file options mode transcoder)
         (if transcoder (open-input-file file) (open-binary-input-file file)))))

    (define open-bytevector-input-port
      (case-lambda
        ((bytes) (open-input-bytevector bytes))
        ((bytes transcoder)
         (if transcoder
             (open-input-string (bytevector->string bytes transcoder))
             (open-input-bytevector bytes)))))

    (define (open-string-input-port string) (open-input-string string))
    (define (standard-input-port) (current-input-port))

    (define (get-u8 port) (read-u8 port))
    (define (lookahead-u8 port) (peek-u8 port))
    (define (get-bytevector-n port n) (read-bytevector n port))
    (define (get-bytevector-n! port bytes start count)
      (read-bytevector! bytes port start (+ start count)))
    (define (get-bytevector-some port) (read-bytevector 4096 port))
    (define (get-bytevector-all port)
      (let loop ((parts '()))
        (let ((part (read-bytevector 4096 port)))
          (cond ((not (eof-object? part)) (loop (cons part parts)))
                ((null? parts) part)
                (else (apply bytevector-append (reverse parts)))))))

    (define (get-char port) (read-char port))
    (define (lookahead-char port) (peek-char port))
    (define (get-string-n port n) (read-string n port))
    (define (get-string-n! port string start count)
      (let ((part (read-string count port)))
        (cond ((eof-object? part) part)
              (else
               (string-copy! string start part)
               (string-length part)))))
    (define (get-string-all port)
      (let loop ((parts '()))
        (let ((part (read-string 4096 port)))
          (cond ((not (eof-object? part)) (loop (cons part parts)))
                ((null? parts) part)
                (else (apply string-append (reverse parts)))))))
    ;; Only a line feed ends a line: `read-line` knows the ends of R7RS.
    (define (get-line port)
      (let ((char (read-char port)))
        (if (eof-object? char)
            char
            (let ((line (open-output-string)))
              (let loop ((char char))
                (cond ((or (eof-object? char) (char=? char #\newline)) (get-output-string line))
                      (else
                       (write-char char line)
                       (loop (read-char port)))))))))
    (define (get-datum port) (read port))

    ;; --- output ---

    (define (refuse kind message file)
      (raise (condition kind
                        (make-who-condition 'open-file-output-port)
                        (make-message-condition message)
                        (make-irritants-condition (list file)))))

    (define open-file-output-port
      (case-lambda
        ((file) (open-file-output-port file (file-options)))
        ((file options) (open-file-output-port file options 'block))
        ((file options mode) (open-file-output-port file options mode #f))
        ((file options mode transcoder)
         (cond ((file-exists? file)
                (unless (or (enum-set-member? 'no-fail options) (enum-set-member? 'no-create options))
                  (refuse (make-i/o-file-already-exists-error file) "the file exists:" file)))
               ((enum-set-member? 'no-create options)
                (refuse (make-i/o-file-does-not-exist-error file) "there is no such file:" file)))
         (if transcoder (open-output-file file) (open-binary-output-file file)))))

    ;; The port, and a procedure that extracts the output.
    (define open-bytevector-output-port
      (case-lambda
        (() (taking (open-output-bytevector) get-output-bytevector))
        ((transcoder)
         (if transcoder
             (let-values (((port take) (open-string-output-port)))
               (values port (lambda () (string->utf8 (take)))))
             (open-bytevector-output-port)))))

    (define (open-string-output-port)
      (taking (open-output-string) get-output-string))

    ;; Each call returns only the output since the previous one.
    (define (taking port get)
      (let ((taken 0))
        (values port
                (lambda ()
                  (let* ((all (get port))
                         (length (if (string? all) (string-length all) (bytevector-length all)))
                         (new (if (string? all)
                                  (string-copy all taken)
                                  (bytevector-copy all taken))))
                    (set! taken length)
                    new)))))

    (define call-with-bytevector-output-port
      (case-lambda
        ((f) (call-with-bytevector-output-port f #f))
        ((f transcoder)
         (let-values (((port take) (open-bytevector-output-port transcoder)))
           (f port)
           (take)))))

    (define (call-with-string-output-port f)
      (let ((port (open-output-string)))
        (f port)
        (get-output-string port)))

    (define (standard-output-port) (current-output-port))
    (define (standard-error-port) (current-error-port))

    (define (put-u8 port byte) (write-u8 byte port))
    (define put-bytevector
      (case-lambda
        ((port bytes) (write-bytevector bytes port))
        ((port bytes start) (write-bytevector bytes port start))
        ((port bytes start count) (write-bytevector bytes port start (+ start count)))))
    (define (put-char port char) (write-char char port))
    (define put-string
      (case-lambda
        ((port string) (write-string string port))
        ((port string start) (write-string string port start))
        ((port string start count) (write-string string port start (+ start count)))))
    (define (put-datum port datum) (write datum port))))
