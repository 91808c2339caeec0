// Lets a test include Catch2 by the name that an installed Catch2 has.
#pragma once
#include "../../catch_amalgamated.hpp"
