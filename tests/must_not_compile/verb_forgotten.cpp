// Who matches an action says what becomes of each verb.
#include <twinshelf/plan.hpp>

int changes(const twinshelf::action& action)
{
    return action.match([](const twinshelf::create&) { return 1; },
                        [](const twinshelf::update&) { return 2; },
#ifdef OK
                        [](const auto&) { return 0; });
#else
                        [](const erase&) { return 3; });
#endif
}
