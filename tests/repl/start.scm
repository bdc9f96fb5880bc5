;; What the transcripts begin with, or load.
(define (start x) (list 'started x))
(define (calls x) (start x))
(display "start.scm runs")
