(display (% 7 2))
