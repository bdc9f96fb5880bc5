(display (bytevector 1 2 300))
