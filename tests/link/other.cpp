#include "everything.hpp"

#include "other.hpp"

twinshelf::version_number other()
{
    return twinshelf::library_version;
}
