(define depth 0)
(parameterize ((depth 5)) (display depth))
