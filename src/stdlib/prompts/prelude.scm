;;; Prompts and delimited continuations ("A Monadic Framework for Delimited
;;; Continuations", Dybvig, Peyton Jones, Sabry; the names are those of Guile), and
;;; `guard` (R7RS 4.2.7), which is made of them.
;;;
;;; A prompt is a winder without before and after, #(#f #f handlers parameters depth tag k),
;;; where `k` is the continuation of its thunk; a guard is an entry #(k again?) among the
;;; handlers, `again?` being whether it may raise its object again. To abort to either is
;;; to call its `k` with a vector that no program has: its first element is `(%absent)`.
;;;
;;; What is inside of a prompt is captured as any continuation is, and then cut off at the
;;; prompt (`%cut`), frames and dynamic state, so that it keeps nothing alive that is
;;; outside. To resume it is to link its segments to another continuation, with its state on
;;; top of the one there (`%graft`), and to call what comes of that: the prompts and guards in
;;; it get continuations of what was composed. So what the frames do must leave the state
;;; by taking off what it has put on, never by restoring a list that it remembers.
;;;
;;; What is cut off is a vector: continuation (or #f), winders, handlers, parameters.

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
                ((vector-ref prompt 6) (vector (%absent) (%cut k tag) items)))))))

;; Calls the thunk where the part was captured, on top of the present continuation.
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

;; Objects are handled outside of the guard. To raise one again, in the dynamic environment
;; of the raise, is to return to that, which goes on with the next handler.
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

;; Calls a handler, or leaves for a guard; `(%absent)` when that passes the object on.
(define (%handle handler obj)
  (cond ((procedure? handler) (handler obj))
        ((vector-ref handler 1)
         (call/cc (lambda (k) ((vector-ref handler 0) (vector (%absent) obj k)))))
        (else ((vector-ref handler 0) (vector (%absent) obj)))))
