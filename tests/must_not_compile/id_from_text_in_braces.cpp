// A record's id is not made from a plain literal.
#include <twinshelf/pos.hpp>

using namespace twinshelf::literals;

#ifdef OK
const twinshelf::pos::category shoes{.id = "c1"_id};
#else
const twinshelf::pos::category shoes{.id = "c1"};
#endif
