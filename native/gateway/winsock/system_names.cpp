// Windows' look-ups, by the library's seam: see lookups.hpp.
#include "lookups.hpp"

#include "platform/platform.hpp"

#include <samesock/error_code.hpp>

namespace samesock::gateway {

host_answer look_up(const host_question& question) {
    // To Windows the empty name is this machine's.
    if (question.host && (question.host->empty() || question.host->contains('\0'))) return {gai_error::noname, {}};
    if (question.service && question.service->contains('\0')) return {gai_error::service, {}};
    const auto found =
        platform::resolve({question.host, question.service, address_family(question.family), socket_type(question.type),
                           protocol(question.protocol), resolve_flags(question.flags)},
                          platform::deadline::never());
    if (!found) return {found.error(), {}};
    host_answer answer;
    for (const platform::resolved& one : *found)
        answer.entries.push_back(
            {one.what.family.value(), one.what.type.value(), one.what.proto.value(), one.canonical_name, one.where});
    return answer;
}

name_answer look_up(const endpoint& of, int flags) {
    const auto found = platform::reverse(of, name_flags(flags), platform::deadline::never());
    if (!found) return {found.error(), {}, {}};
    return {{}, found->host, found->service};
}

} // namespace samesock::gateway
