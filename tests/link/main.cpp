#include "everything.hpp"

#include "other.hpp"

int main()
{
    return other() == twinshelf::library_version ? 0 : 1;
}
