;;; Prompts and delimited continuations ("A Monadic Framework for Delimited Continuations",
;;; Dybvig, Peyton Jones, Sabry; the names are Guile's), and `guard` (R7RS 4.2.7), which is
;;; built on them.
;;;
;;; A prompt is a winder without before and after, #(#f #f handlers parameters depth tag k),
;;; where `k` is the continuation of its thunk; a guard is an entry #(k again?) among the
;;; handlers, where `again?` tells whether it may raise its object again. Aborting to either
;;; means calling its `k` with a vector that programs cannot create: its first element is
;;; `(%absent)`.
;;;
;;; The continuation inside a prompt is captured like any other, and then cut off at the prompt
;;; (`%cut`), both frames and dynamic state, so that it keeps nothing outside the prompt alive.
;;; To resume it, its segments are linked to another continuation, with its state on top of the
;;; state there (`%graft`), and the result is called: the prompts and guards in it get
;;; continuations of the composed stack. So frames must leave the state by removing their own
;;; entries, never by restoring a list that they remember.
;;;
;;; A cut-off continuation is a vector: continuation (or #f), winders, handlers, parameters.

(define (call-with-prompt tag thunk handler)
  (let ((result (%pack (call/cc (lambda (k) (%push-winder! #f #f tag k) (thunk))))))
    (cond ((%aborted? result)
           (let ((part (vector-ref result 1)))
             (apply handler
                    (lambda items (%resume part (lambda () (apply values items))))
                    (vector-ref result 2))))
          (else (%pop-winder!) (%unpack result)))))

(define (abort-to-prompt tag . items)
  (let ((prompt (%find-prompt (%winders) tag)))
    (if (not prompt)
        (error "abort-to-prompt: there is no such prompt around it:" tag))
    ((call/cc (lambda (k)
                ((vector-ref prompt winder:continuation)
                 (vector (%absent) (%cut k tag) items)))))))

;; Calls the thunk where the part was captured, on top of the current continuation.
(define (%resume part thunk)
  (call/cc (lambda (present) (%continue (%graft part present) thunk))))

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

;; Objects are handled outside the guard. Raising one again, in the dynamic environment of the
;; raise, means returning to the raise, which continues with the next handler.
(define (%guard body handle)
  (let ((result (%pack (call/cc (lambda (k)
                                  (%push-handler! (vector k #t))
                                  (body))))))
    (cond ((%aborted? result)
           (let ((obj (vector-ref result 1)) (k (vector-ref result 2)))
             (handle obj (lambda () (k (%absent))))))
          (else (%pop-handler!) (%unpack result)))))

(define (%guard-else body handle)
  (let ((result (%pack (call/cc (lambda (k)
                                  (%push-handler! (vector k #f))
                                  (body))))))
    (cond ((%aborted? result) (handle (vector-ref result 1)))
          (else (%pop-handler!) (%unpack result)))))

;; Calls a handler, or leaves for a guard; returns `(%absent)` if the guard passes the object
;; on.
(define (%handle handler obj)
  (cond ((procedure? handler) (handler obj))
        ((vector-ref handler guard:again?)
         (call/cc (lambda (k) ((vector-ref handler guard:continuation) (vector (%absent) obj k)))))
        (else ((vector-ref handler guard:continuation) (vector (%absent) obj)))))
