;; SRFI 35: examples of the reference.
(import (srfi 35))

(condition-type? &condition)
;=> #t
(condition-type? &error)
;=> #t
(condition-type? &message)
;=> #t
(condition-type? &serious)
;=> #t
(condition-type? (make-condition-type '&mine &condition '(a)))
;=> #t
(condition? (make-condition &error))
;=> #t
(condition-ref (make-condition &message 'message "oops") 'message)
;=> "oops"
(condition-message (make-condition &message 'message "oops"))
;=> "oops"
(condition-has-type? (make-condition &error) &serious)
;=> #t
(error? (make-condition &error))
;=> #t
(message-condition? (make-condition &message 'message "oops"))
;=> #t
(serious-condition? (make-condition &error))
;=> #t
(condition-message (extract-condition (make-compound-condition (make-condition &error) (make-condition &message 'message "oops")) &message))
;=> "oops"
(error? (make-compound-condition (make-condition &error) (make-condition &message 'message "oops")))
;=> #t
(condition-message (condition (&message (message "oops"))))
;=> "oops"
