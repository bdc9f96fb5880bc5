;; Traces, and stops that a session goes on from.

;; A session that gives a value for the object goes on where it was raised.
(define (%uncaught-continuable obj)
  (call/cc
   (lambda (k)
     (%offer-resume! k)
     (%uncaught obj))))

(define (%traced name procedure)
  (lambda arguments
    (let* ((depth (%trace-call! (cons name arguments)))
           (result (%pack (apply procedure arguments))))
      (%trace-return! depth result)
      (%unpack result))))

(define (%stopping name procedure)
  (lambda arguments
    (%uncaught-continuable (%stop-condition (cons name arguments)))
    (apply procedure arguments)))
