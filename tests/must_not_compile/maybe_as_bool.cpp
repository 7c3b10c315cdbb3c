// A price that may be there is no truth value: none and unknown are two things.
#include <twinshelf/pos.hpp>

bool priced(const twinshelf::pos::product& product)
{
#ifdef OK
    return product.sellable.price.has_value();
#else
    return bool(product.sellable.price);
#endif
}
