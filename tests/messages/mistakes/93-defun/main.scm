(defun area (r) (* r r))
(display (area 2))
