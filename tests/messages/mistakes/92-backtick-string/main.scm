(display `hello`)
