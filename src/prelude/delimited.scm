;;; Prompts and delimited continuations ("A Monadic Framework for Delimited
;;; Continuations", Dybvig, Peyton Jones, Sabry; the names are those of Guile), and
;;; `guard` (R7RS 4.2.7), which is made of them.
;;;
;;; A prompt is a frame that waits for its thunk, and a winder without before and after
;;; that says where: #(#f #f handlers parameters depth tag k), where `k` is the
;;; continuation of the thunk. So the frames inside of a prompt are those between the
;;; present ones and the place of `k`. They are captured as any others are, and then cut
;;; off there (`%cut`), so that they keep nothing alive that is outside. To compose them
;;; with another continuation is to link their segments to it (`%graft`).
;;;
;;; What the dynamic state has beyond the prompt's is cut off too, and put on top of the
;;; state where the frames are resumed. So what they do must leave the state by taking
;;; off what it has put on, never by restoring a list that it remembers. What is cut off
;;; is a vector: continuation (or #f), winders, handlers, parameters; the winders are
;;; the outermost first, and have their handlers and parameters cut off alike.
;;;
;;; What aborts sends the prompt's frame a vector that no program has: its first element
;;; is `(%absent)`.

(define (call-with-prompt tag thunk handler)
  (let ((result (call/cc (lambda (k) (%push-winder! #f #f tag k) (thunk)))))
    (cond ((%aborted? result)
           (let ((part (vector-ref result 1)))
             (apply handler
                    (lambda items (%resume part (lambda () (apply values items))))
                    (vector-ref result 2))))
          (else (%pop-winder!) result))))

(define (abort-to-prompt tag . items)
  (if (not (%find-prompt (%winders) tag))
      (error "abort-to-prompt: there is no such prompt around it:" tag))
  ((call/cc (lambda (k) (%abort tag (vector (%absent) (%cut k tag) items))))))

;; What the machine calls for `(%abort tag value)` when there are afters to run first.
(define (%abort-after-unwinding tag value)
  (%unwind (%find-prompt (%winders) tag))
  (%abort tag value))

;; Calls the thunk where the part was captured, on top of the present continuation.
(define (%resume part thunk)
  (call/cc
    (lambda (present)
      (if (pair? (vector-ref part 1))
          (%enter-winders (vector-ref part 1) (%handlers) (%parameters)))
      (%throw (%graft part present) thunk))))

(define (%enter-winders winders handlers parameters)
  (for-each
    (lambda (winder)
      (%set-handlers! (append (vector-ref winder 2) handlers))
      (%set-parameters! (append (vector-ref winder 3) parameters))
      (if (vector-ref winder 0) ((vector-ref winder 0)))
      (%push-winder! (vector-ref winder 0) (vector-ref winder 1)
                     (vector-ref winder 5) (vector-ref winder 6)))
    winders))

(define (default-prompt-tag) 'default-prompt)

(define (%reset thunk)
  (call-with-prompt (default-prompt-tag)
    thunk
    (lambda (k receiver)
      (%reset (lambda () (receiver (lambda items (%reset (lambda () (apply k items))))))))))

(define (%shift receiver)
  (if (not (%find-prompt (%winders) (default-prompt-tag)))
      (error "shift: there is no reset around it"))
  (abort-to-prompt (default-prompt-tag) receiver))

(define (%guard body handle)
  (let* ((tag (list 'guard))
         (handler (lambda (obj)
                    ((call/cc
                       (lambda (k) (%abort tag (vector (%absent) obj (%cut k tag)))))))))
    (%leave-guard tag handle
      (call/cc
        (lambda (k)
          (%push-winder! #f #f tag k)
          (%set-handlers! (cons handler (%handlers)))
          (body))))))

;; Objects are handled outside of the guard. To raise one again in the dynamic
;; environment of the raise, the guard is entered anew.
(define (%leave-guard tag handle result)
  (cond ((%aborted? result)
         (let ((obj (vector-ref result 1)) (part (vector-ref result 2)))
           (handle obj
             (lambda ()
               (%leave-guard tag handle
                 (call/cc
                   (lambda (k)
                     (%push-winder! #f #f tag k)
                     (%resume part (lambda () (raise-continuable obj))))))))))
        (else (%pop-winder!) result)))

(define (%guard-else body handle)
  (let* ((tag (list 'guard))
         (result (call/cc
                   (lambda (k)
                     (%push-winder! #f #f tag k)
                     (%set-handlers!
                       (cons (lambda (obj) (%abort tag (vector (%absent) obj))) (%handlers)))
                     (body)))))
    (cond ((%aborted? result) (handle (vector-ref result 1)))
          (else (%pop-winder!) result))))
