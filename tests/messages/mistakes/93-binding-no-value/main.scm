(display (let ((x)) x))
