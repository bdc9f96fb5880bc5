(export kind-of-include)
(begin (define kind-of-include 'library-declarations))
