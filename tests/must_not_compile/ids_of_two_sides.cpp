// An id of one side is no id of the other.
#include <twinshelf/ecom.hpp>
#include <twinshelf/pos.hpp>

#ifdef OK
twinshelf::ecom::product_id online(const twinshelf::ecom::product& product)
#else
twinshelf::ecom::product_id online(const twinshelf::pos::product& product)
#endif
{
    return product.id;
}
