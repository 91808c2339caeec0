// Access-control lists by their text: see strangers.hpp. Source: "Security Descriptor String Format".
#include "strangers.hpp"

#include <catch2/catch_all.hpp>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include <memory>

namespace samesock::testing {
namespace {

struct local_end {
    void operator()(void* memory) const noexcept { ::LocalFree(memory); }
};

// Of this user, all; of everybody (WD), nothing, or generic rights to read or to write.
const char* list_for(strangers who) {
    switch (who) {
    case strangers::may_read: return "D:P(A;;FA;;;OW)(A;;FR;;;WD)";
    case strangers::may_write: return "D:P(A;;FA;;;OW)(A;;FW;;;WD)";
    default: return "D:P(A;;FA;;;OW)";
    }
}

} // namespace

void let(strangers who, const std::string& file) {
    void* descriptor = nullptr;
    REQUIRE(::ConvertStringSecurityDescriptorToSecurityDescriptorA(list_for(who), SDDL_REVISION_1, &descriptor,
                                                                   nullptr) != 0);
    const std::unique_ptr<void, local_end> owned(descriptor);
    REQUIRE(::SetFileSecurityA(file.c_str(), DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                               descriptor) != 0);
}

} // namespace samesock::testing
