;; The transcripts begin with this file, or load it.
(define (start x) (list 'started x))
(define (calls x) (start x))
(display "start.scm runs")
