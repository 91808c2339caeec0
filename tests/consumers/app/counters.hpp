// A library of the consumer's own, built without samesock.
#pragma once

#include <string>

int next_number();
const std::string& greeting();
