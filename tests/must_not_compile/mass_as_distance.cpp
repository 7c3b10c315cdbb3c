// A weight does not compare with a length.
#include <twinshelf/measure.hpp>

#ifdef OK
bool same(twinshelf::mass a, twinshelf::mass b)
#else
bool same(twinshelf::mass a, twinshelf::distance b)
#endif
{
    return a == b;
}
