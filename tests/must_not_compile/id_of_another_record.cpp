// A category's id is no product's id, on the same side too.
#include <twinshelf/pos.hpp>

void file(twinshelf::pos::product& product, const twinshelf::pos::category& category)
{
#ifdef OK
    product.category_id = category.id;
#else
    product.id = category.id;
#endif
}
