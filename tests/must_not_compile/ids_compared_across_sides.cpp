// Ids of the two sides do not compare.
#include <twinshelf/ecom.hpp>
#include <twinshelf/pos.hpp>

bool same(const twinshelf::pos::product& till, const twinshelf::ecom::product& online)
{
#ifdef OK
    return till.id.text == online.id.text;
#else
    return till.id == online.id;
#endif
}
