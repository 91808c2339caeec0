// Who but its owner may use a file.
#pragma once

#include <catch2/catch_all.hpp>

#include <sys/stat.h>

#include <string>

namespace samesock::testing {

enum class strangers { may_nothing, may_read, may_write };

inline void let(strangers who, const std::string& file) {
    const mode_t mode = who == strangers::may_read ? 0604 : who == strangers::may_write ? 0602 : 0600;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
}

} // namespace samesock::testing
