#pragma once

#include "twinshelf/json/fault.hpp"
#include "twinshelf/json/plan.hpp"
#include "twinshelf/json/policy.hpp"
#include "twinshelf/json/snapshot.hpp"
