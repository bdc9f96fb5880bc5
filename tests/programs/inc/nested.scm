(define nested 'nested-value)
