//! The operations, one file a resource. Each file begins with its list: name, function, effect,
//! tags, routes.

mod system;

use crate::Operation;

/// Every operation of the product.
pub(crate) fn all() -> Vec<Operation> {
    [system::operations()].into_iter().flatten().collect()
}
