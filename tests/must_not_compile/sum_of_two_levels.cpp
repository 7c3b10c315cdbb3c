// Two stock levels do not add up; over two places there is `total`.
#include <twinshelf/stock.hpp>

twinshelf::stock_level both(twinshelf::stock_level front, twinshelf::stock_level back)
{
#ifdef OK
    return total(front, back);
#else
    return front + back;
#endif
}
