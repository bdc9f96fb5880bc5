(guard e ((string? e) 1)
  (raise "x"))
