;;; raytrace -- spheres and a light: floats in records, closures over the scene.
(import (scheme base) (scheme inexact) (scheme write))

(define-record-type vector3 (vec x y z) vec? (x vx) (y vy) (z vz))

(define (add a b) (vec (+ (vx a) (vx b)) (+ (vy a) (vy b)) (+ (vz a) (vz b))))
(define (sub a b) (vec (- (vx a) (vx b)) (- (vy a) (vy b)) (- (vz a) (vz b))))
(define (scale k a) (vec (* k (vx a)) (* k (vy a)) (* k (vz a))))
(define (dot a b) (+ (* (vx a) (vx b)) (* (vy a) (vy b)) (* (vz a) (vz b))))
(define (unit a) (scale (/ 1.0 (sqrt (dot a a))) a))

(define-record-type ball
  (sphere center radius shade) sphere?
  (center center) (radius radius) (shade shade))

(define scene
  (list (sphere (vec 0.0 -1001.0 0.0) 1000.0 0.5)
        (sphere (vec 0.0 0.0 6.0) 1.0 0.9)
        (sphere (vec 1.8 0.2 5.0) 0.8 0.7)
        (sphere (vec -1.7 -0.3 4.5) 0.7 0.6)
        (sphere (vec 0.4 1.5 5.5) 0.5 1.0)))

(define light (unit (vec -1.0 2.0 -1.5)))

;; The distance along the ray at which it hits the sphere, or #f.
(define (hit ball from direction)
  (let* ((to-center (sub (center ball) from))
         (b (dot to-center direction))
         (d (+ (- (* b b) (dot to-center to-center))
               (* (radius ball) (radius ball)))))
    (and (> d 0.0)
         (let ((t (- b (sqrt d))))
           (and (> t 1e-4) t)))))

;; Calls (k sphere distance) with the nearest hit, (k #f 0.0) without one.
(define (nearest from direction k)
  (let loop ((balls scene) (best #f) (distance 1e30))
    (if (null? balls)
        (k best distance)
        (let ((t (hit (car balls) from direction)))
          (if (and t (< t distance))
              (loop (cdr balls) (car balls) t)
              (loop (cdr balls) best distance))))))

(define (brightness from direction depth)
  (nearest from direction
    (lambda (ball distance)
      (if (not ball)
          (+ 0.2 (* 0.3 (abs (vy direction))))
          (let* ((point (add from (scale distance direction)))
                 (normal (unit (sub point (center ball))))
                 (lit (nearest point light (lambda (other d) (not other))))
                 (diffuse (if lit (max 0.0 (dot normal light)) 0.0))
                 (mirror (sub direction
                              (scale (* 2.0 (dot direction normal)) normal))))
            (+ (* (shade ball) (+ 0.1 (* 0.7 diffuse)))
               (if (= depth 0)
                   0.0
                   (* 0.2 (brightness point mirror (- depth 1))))))))))

(define (main n)
  (let ((eye (vec 0.0 0.0 0.0)))
    (let rows ((y 0) (sum 0))
      (if (= y n)
          (begin (display sum) (newline))
          (let columns ((x 0) (sum sum))
            (if (= x n)
                (rows (+ y 1) sum)
                (let ((direction
                        (unit (vec (- (/ (* 2.0 x) n) 1.0)
                                   (- 1.0 (/ (* 2.0 y) n))
                                   1.5))))
                  (columns (+ x 1)
                           (+ sum
                              (exact (floor (* 255.0 (brightness eye direction 2)))))))))))))

(main 130)
