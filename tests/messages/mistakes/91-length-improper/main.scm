(define alist '((a . 1)))
(display (cadr (assq 'a alist)))
