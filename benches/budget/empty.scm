;;; empty -- start-up and nothing else.
