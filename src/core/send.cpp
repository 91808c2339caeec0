// Sending: send and its kin.
#include "core/call.hpp"
#include "core/resolve_address.hpp"
#include "core/socket_state.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace samesock {
namespace {

using platform::readiness;

// Linux's struct af_alg_iv: a length in native byte order, then the bytes.
result<std::vector<std::byte>> initialization_vector(const_buffer iv) noexcept {
    return platform::guard_allocation([&]() -> result<std::vector<std::byte>> {
        const auto length = static_cast<std::uint32_t>(iv.size());
        std::vector<std::byte> data(sizeof length + iv.size());
        std::memcpy(data.data(), &length, sizeof length);
        if (!iv.empty()) std::memcpy(data.data() + sizeof length, iv.data(), iv.size());
        return data;
    });
}

// What a first attempt has left of sendall's data: mostly nothing, so that this is apart.
[[gnu::noinline, gnu::cold]] status send_rest(const socket_state& s, const_buffer data, message_flags flags,
                                              result<std::size_t> sent) noexcept {
    patience more(s, readiness::writable, flags);
    const message_flags each = flags_of_attempt(s, flags);
    for (;; sent = platform::send(s.handle, {data.data(), data.size()}, each)) {
        if (!sent) {
            if (auto again = more.after(sent.error()); !again) return again;
            continue;
        }
        data = data.drop(*sent);
        if (data.empty()) return {};
        if (auto go_on = more.after_part(); !go_on) return go_on;
    }
}

} // namespace

result<std::size_t> socket::try_send(const_buffer data, message_flags flags) noexcept {
    const call in_flight(state_);
    if (!in_flight) [[unlikely]]
        return failure(closed_error());
    return attempt(*in_flight, readiness::writable, flags, [state = &*in_flight, data, flags]() noexcept {
        return platform::send(state->handle, {data.data(), data.size()}, flags_of_attempt(*state, flags));
    });
}

status socket::try_sendall(const_buffer data, message_flags flags) noexcept {
    const call in_flight(state_);
    if (!in_flight) [[unlikely]]
        return failure(closed_error());
    const auto sent =
        platform::send(in_flight->handle, {data.data(), data.size()}, flags_of_attempt(*in_flight, flags));
    if (sent && *sent == data.size()) [[likely]]
        return {};
    return send_rest(*in_flight, data, flags, sent);
}

result<std::size_t> socket::try_sendto(const_buffer data, message_flags flags, const address& to) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    const resolved_address where(to, state_->kind.family);
    if (!where) return failure(where.error());
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const message_flags each = flags_of_attempt(*in_flight, flags);
    return attempt(*in_flight, readiness::writable, flags, [&]() noexcept {
        return platform::send_to(in_flight->handle, {data.data(), data.size()}, each, *where);
    });
}

result<std::size_t> socket::try_sendmsg(const_buffers buffers, std::span<const ancillary_view> ancdata,
                                        message_flags flags, const address& to) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto send = [&, each = flags_of_attempt(*in_flight, flags)](const endpoint* where) noexcept {
        return attempt(*in_flight, readiness::writable, flags, [&]() noexcept {
            return platform::send_message(in_flight->handle, buffers, each, where, ancdata);
        });
    };
    if (to.empty()) return send(nullptr);
    const resolved_address where(to, in_flight->kind.family);
    if (!where) return failure(where.error());
    return send(&*where);
}

result<std::size_t> socket::try_sendmsg_afalg(const_buffers buffers, int op, const_buffer iv,
                                              std::optional<std::uint32_t> assoclen, message_flags flags) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    if (state_->kind.family != AF_ALG) return failure(fault::unsupported_family);
    const auto native_iv = initialization_vector(iv);
    if (!native_iv) return failure(native_iv.error());
    std::array<ancillary_view, 3> items{{{SOL_ALG, control_type(ALG_SET_OP), const_buffer(&op, sizeof op)}, {}, {}}};
    std::size_t count = 1;
    if (!iv.empty()) items[count++] = {SOL_ALG, control_type(ALG_SET_IV), *native_iv};
    if (assoclen)
        items[count++] = {SOL_ALG, control_type(ALG_SET_AEAD_ASSOCLEN), const_buffer(&*assoclen, sizeof *assoclen)};
    return try_sendmsg(buffers, {items.data(), count}, flags);
}

} // namespace samesock
