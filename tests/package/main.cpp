#include <twinshelf/twinshelf.hpp>

static_assert(twinshelf::library_version >= twinshelf::version_number{0, 1, 0});

int main() {}
