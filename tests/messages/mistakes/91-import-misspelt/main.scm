(improt (scheme base) (scheme write))
(display 1)
