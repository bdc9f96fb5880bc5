(guard (e (#t (display (condition-message e)))) (error "bad" 1))
