// Included before Catch2's source where libc++ was built without files (Debian's for wasm): such a libc++ declares
// std::ofstream and std::ifstream, which Catch2 names, and defines neither. These never open, as if the disk said no.
#pragma once
#include <fstream>
#include <istream>
#include <ostream>

#if defined(_LIBCPP_HAS_FILESYSTEM) && !_LIBCPP_HAS_FILESYSTEM
namespace std {

template <>
class basic_ofstream<char, char_traits<char>> : public ostream {
public:
    template <class... Arguments>
    explicit basic_ofstream(Arguments&&...) : ostream(nullptr) {}
    void open(const char*) { setstate(failbit); }
    bool is_open() const { return false; }
};

template <>
class basic_ifstream<char, char_traits<char>> : public istream {
public:
    template <class... Arguments>
    explicit basic_ifstream(Arguments&&...) : istream(nullptr) {}
    void open(const char*) { setstate(failbit); }
    bool is_open() const { return false; }
};

} // namespace std
#endif
