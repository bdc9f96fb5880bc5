(try
  (error "boom")
  (catch e (display e)))
