// A number is no amount: nobody could say whether it is in cents.
#include <twinshelf/pos.hpp>

#ifdef OK
const twinshelf::pos::sellable tee{.price = twinshelf::money{1990}};
#else
const twinshelf::pos::sellable tee{.price = 1990};
#endif
