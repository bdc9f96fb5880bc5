(guard (e ((string? e) 1))
  (vector-ref (vector 1 2) 'a))
