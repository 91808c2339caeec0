// Function-local statics: their guards are part of the ABI (threads or none, exceptions or none).
#include "counters.hpp"

int next_number() {
    static int number = 41;
    return ++number;
}

const std::string& greeting() {
    static const std::string text = "Hello, consumer " + std::to_string(next_number());
    return text;
}
