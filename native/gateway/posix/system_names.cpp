// The system's look-ups: see lookups.hpp.
#include "lookups.hpp"

#include "native_address.hpp"

#include <samesock/error_code.hpp>

#include <netdb.h>

#include <array>
#include <cerrno>
#include <memory>

namespace samesock::gateway {
namespace {

std::error_code error_of(int outcome) noexcept {
    if (outcome == 0) return {};
    if (outcome == EAI_SYSTEM) return errno_code(errno);
    return {outcome, gai_category()};
}

const char* text_or_null(const std::optional<std::string>& text) noexcept { return text ? text->c_str() : nullptr; }

// What the system would cut off at, and so look up another name.
bool has_nul(const std::optional<std::string>& text) noexcept { return text && text->contains('\0'); }

host_entry entry_of(const addrinfo& info) {
    host_entry entry{info.ai_family, info.ai_socktype, info.ai_protocol, {}, {}};
    if (info.ai_canonname != nullptr) entry.canonical_name = info.ai_canonname;
    entry.address = native_address::endpoint_of(info.ai_addr, info.ai_addrlen);
    return entry;
}

} // namespace

host_answer look_up(const host_question& question) {
    if (has_nul(question.host)) return {gai_error::noname, {}};
    if (has_nul(question.service)) return {gai_error::service, {}};
    addrinfo hints{};
    hints.ai_family = question.family;
    hints.ai_socktype = question.type;
    hints.ai_protocol = question.protocol;
    hints.ai_flags = question.flags;
    addrinfo* first = nullptr;
    const int outcome = ::getaddrinfo(text_or_null(question.host), text_or_null(question.service), &hints, &first);
    host_answer answer{error_of(outcome), {}};
    if (outcome != 0) return answer;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(first, &::freeaddrinfo);
    for (const addrinfo* at = first; at != nullptr; at = at->ai_next) answer.entries.push_back(entry_of(*at));
    return answer;
}

name_answer look_up(const endpoint& of, int flags) {
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> service{};
    const native_address address(of);
    const int outcome =
        ::getnameinfo(address.get(), address.length, host.data(), host.size(), service.data(), service.size(), flags);
    return {error_of(outcome), host.data(), service.data()};
}

} // namespace samesock::gateway
