(cond (else 1) ((= 1 1) 2))
