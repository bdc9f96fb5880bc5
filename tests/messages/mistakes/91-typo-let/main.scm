(lett ((x 1)) (display x))
