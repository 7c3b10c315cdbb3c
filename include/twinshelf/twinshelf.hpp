#pragma once

/// Everything but JSON, text, platforms and threads.

#include "twinshelf/advance.hpp"
#include "twinshelf/apply.hpp"
#include "twinshelf/baseline.hpp"
#include "twinshelf/ecom.hpp"
#include "twinshelf/outcome.hpp"
#include "twinshelf/pairs_at_rest.hpp"
#include "twinshelf/plan.hpp"
#include "twinshelf/policy.hpp"
#include "twinshelf/pos.hpp"
#include "twinshelf/reconcile.hpp"
#include "twinshelf/rule.hpp"
#include "twinshelf/version.hpp"
