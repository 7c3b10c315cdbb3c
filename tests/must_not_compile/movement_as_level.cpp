// What moved is not what is there.
#include <twinshelf/stock.hpp>

#ifdef OK
twinshelf::stock_movement between(twinshelf::stock_level before, twinshelf::stock_level after)
#else
twinshelf::stock_level between(twinshelf::stock_level before, twinshelf::stock_level after)
#endif
{
    return after - before;
}
