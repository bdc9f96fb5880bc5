//! A rules engine: rules are procedures of a script that look at objects of the host.

use cairn::{Engine, Func, Library, New, Userdata};

struct Order {
    customer: String,
    total: f64,
    discount: f64,
}

impl Userdata for Order {
    const NAME: &'static str = "order";

    fn owned_bytes(&self) -> usize {
        self.customer.capacity()
    }
}

const RULES: &str = "
    (rule \"large orders\" (lambda (o) (> (order-total o) 100))
                         (lambda (o) (discount! o 10)))
    (rule \"friends\" (lambda (o) (string=? (order-customer o) \"Ada\"))
                    (lambda (o) (discount! o (/ (order-total o) 4))))";

struct Rules {
    engine: Engine,
    fire: Func,
}

impl Rules {
    fn new(text: &str) -> Result<Rules, Box<dyn std::error::Error>> {
        let mut engine = Engine::builder().build()?;
        let orders = Library::new("orders")
            .visible()
            .method("order-total", |order: &Order| order.total)
            .method("order-customer", |order: &Order| order.customer.clone())
            .method_mut("discount!", |order: &mut Order, by: f64| {
                if by < 0.0 || order.discount + by > order.total {
                    return Err(format!("a discount of {by} is not possible"));
                }
                order.discount += by;
                Ok(())
            })
            .method("order-discount", |order: &Order| order.discount);
        engine.add_library(orders)?;
        engine.eval(
            "engine.scm",
            "(define rules '())
             (define (rule name applies? act) (set! rules (append rules (list (list name applies? act)))))
             (define (fire order)
               (let ((fired (filter (lambda (rule) ((cadr rule) order)) rules)))
                 (for-each (lambda (rule) ((caddr rule) order)) fired)
                 (list (map car fired) (order-discount order))))",
        )?;
        engine.eval("rules.scm", text)?;
        let fire = engine.get("fire")?;
        Ok(Rules { engine, fire })
    }

    /// The rules that fire, and the discount.
    fn apply(&mut self, customer: &str, total: f64) -> Result<(Vec<String>, f64), Box<cairn::Report>> {
        let order = Order { customer: customer.to_string(), total, discount: 0.0 };
        self.engine.call(&self.fire, (New(order),))
    }
}

pub fn run() -> super::Outcome {
    let mut rules = Rules::new(RULES)?;
    Ok(format!("{:?}", rules.apply("Ada", 200.0)?))
}

#[test]
fn rules_change_objects_of_the_host() {
    let mut rules = Rules::new(RULES).expect("rules");
    assert_eq!(rules.apply("Bob", 50.0).expect("an order"), (Vec::new(), 0.0));
    let (fired, discount) = rules.apply("Ada", 200.0).expect("an order");
    assert_eq!((fired.len(), discount), (2, 60.0));
    let mut wrong = Rules::new("(rule \"bad\" (lambda (o) #t) (lambda (o) (discount! o -1)))").expect("rules");
    let report = wrong.apply("Bob", 1.0).expect_err("a negative discount");
    assert!(report.message.contains("a discount of -1 is not possible"), "{}", report.message);
}
