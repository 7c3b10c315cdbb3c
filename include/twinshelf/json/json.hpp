#pragma once

#include "twinshelf/json/baseline.hpp"
#include "twinshelf/json/decision.hpp"
#include "twinshelf/json/fault.hpp"
#include "twinshelf/json/outcome.hpp"
#include "twinshelf/json/plan.hpp"
#include "twinshelf/json/policy.hpp"
#include "twinshelf/json/snapshot.hpp"
