// The scripted platform's connections, data and options. No system call.
#include "support/fake_platform.hpp"

#include <algorithm>
#include <cstring>

namespace samesock::platform {

using testing::arrival;
using testing::fake_handle;
using testing::fake;
using testing::recorded;

namespace {

status bad_handle() { return failure(errno_code(EBADF)); }

std::string text(std::span<const std::byte> data) { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

std::pair<int, int> key(const option& o) { return {o.level.value(), o.name.value()}; }

std::string int_text(int value) { return {reinterpret_cast<const char*>(&value), sizeof value}; }

bool keeps_the_rest(handle h) {
    const fake_handle* const known = fake().find(h);
    return known == nullptr || known->what.type == sock_stream;
}

// One arrival into `into`. What a stream's reader leaves comes again, first.
result<arrival> take(testing::answers<result<arrival>>& queue, handle h, std::size_t room, message_flags flags) {
    auto next = queue.next();
    if (!next) {
        if (fake().find(h) == nullptr) return failure(errno_code(EBADF));
        return arrival("");
    }
    if (!*next) return failure((*next).error());
    arrival got = std::move(**next);
    if (flags & msg_peek) {
        queue.again(got);
    } else if (got.data.size() > room && keeps_the_rest(h)) {
        arrival rest = got;
        rest.data.erase(0, room);
        queue.again(std::move(rest));
    }
    if (got.data.size() > room) {
        got.data.resize(room);
        if (!keeps_the_rest(h)) got.flags |= msg_trunc;
    }
    return got;
}

result<std::size_t> taken(testing::answers<result<std::size_t>>& queue, std::string_view data) {
    auto scripted = queue.next();
    if (scripted && !*scripted) return *scripted;
    const std::size_t size = scripted ? std::min(**scripted, data.size()) : data.size();
    fake().sent.append(data.substr(0, size));
    return size;
}

} // namespace

status bind(handle h, const endpoint& where) noexcept {
    fake().record("bind", h).where = where;
    if (auto scripted = fake().bind.next(); scripted && !*scripted) return *scripted;
    fake_handle* const known = fake().find(h);
    if (known == nullptr) return bad_handle();
    known->local = where;
    return {};
}

status listen(handle h, int backlog) noexcept {
    fake().record("listen", h).number = backlog;
    return fake().listen.next().value_or(status());
}

result<accepted> accept(handle h, bool blocking) noexcept {
    fake().record("accept", h).mode = blocking;
    if (auto scripted = fake().accept.next()) return *scripted;
    const fake_handle* const listener = fake().find(h);
    if (listener == nullptr) return failure(errno_code(EBADF));
    return accepted{fake().add_handle(listener->what, blocking), testing::ipv4(50000)};
}

status connect(handle h, const endpoint& to) noexcept {
    fake().record("connect", h).where = to;
    if (fake_handle* const known = fake().find(h)) known->peer = to;
    return fake().connect.next().value_or(status());
}

status finish_connect(handle h) noexcept {
    fake().record("finish_connect", h);
    return fake().finish_connect.next().value_or(status());
}

status shutdown(handle h, shutdown_how how) noexcept {
    fake().record("shutdown", h).number = how.value();
    return fake().shutdown.next().value_or(status());
}

result<endpoint> local_endpoint(handle h) noexcept {
    fake().record("local_endpoint", h);
    if (auto scripted = fake().local_endpoint.next()) return *scripted;
    if (const fake_handle* const known = fake().find(h)) return known->local;
    return failure(errno_code(EBADF));
}

result<endpoint> peer_endpoint(handle h) noexcept {
    fake().record("peer_endpoint", h);
    if (auto scripted = fake().peer_endpoint.next()) return *scripted;
    const fake_handle* const known = fake().find(h);
    if (known == nullptr) return failure(errno_code(EBADF));
    if (known->peer.family == af_unspec) return failure(errno_code(ENOTCONN));
    return known->peer;
}

result<std::size_t> receive(handle h, std::span<std::byte> into, message_flags flags) noexcept {
    recorded& r = fake().record("receive", h);
    r.size = into.size();
    r.flags = flags;
    const auto got = take(fake().receive, h, into.size(), flags);
    if (!got) return failure(got.error());
    if (!got->data.empty()) std::memcpy(into.data(), got->data.data(), got->data.size());
    return got->data.size();
}

result<received_from> receive_from(handle h, std::span<std::byte> into, message_flags flags) noexcept {
    recorded& r = fake().record("receive_from", h);
    r.size = into.size();
    r.flags = flags;
    const auto got = take(fake().receive_from, h, into.size(), flags);
    if (!got) return failure(got.error());
    if (!got->data.empty()) std::memcpy(into.data(), got->data.data(), got->data.size());
    return received_from{got->data.size(), got->from};
}

result<std::size_t> send(handle h, std::span<const std::byte> data, message_flags flags) noexcept {
    recorded& r = fake().record("send", h);
    r.size = data.size();
    r.data = text(data);
    r.flags = flags;
    return taken(fake().send, text(data));
}

result<std::size_t> send_to(handle h, std::span<const std::byte> data, message_flags flags,
                            const endpoint& to) noexcept {
    recorded& r = fake().record("send_to", h);
    r.size = data.size();
    r.data = text(data);
    r.flags = flags;
    r.where = to;
    return taken(fake().send_to, text(data));
}

result<received_message> receive_message(handle h, mutable_buffers into, message_flags flags,
                                         std::size_t ancillary_capacity) noexcept {
    recorded& r = fake().record("receive_message", h);
    for (const mutable_buffer& b : into) r.size += b.size();
    r.flags = flags;
    r.number = static_cast<std::int64_t>(ancillary_capacity);
    auto got = take(fake().receive_message, h, r.size, flags);
    if (!got) return failure(got.error());
    std::string_view rest = got->data;
    for (const mutable_buffer& b : into) {
        const std::size_t here = std::min(b.size(), rest.size());
        if (here != 0) std::memcpy(b.data(), rest.data(), here);
        rest.remove_prefix(here);
    }
    return received_message{got->data.size(), got->flags, got->from, std::move(got->ancillary_items)};
}

result<std::size_t> send_message(handle h, const_buffers buffers, message_flags flags, const endpoint* to,
                                 std::span<const control> items) noexcept {
    recorded& r = fake().record("send_message", h);
    for (const const_buffer& b : buffers) r.data += text({b.data(), b.size()});
    r.size = r.data.size();
    r.flags = flags;
    if (to != nullptr) r.where = *to;
    for (const control& c : items) r.ancillary_items.push_back({c.level, c.type, bytes(c.data)});
    const std::string all = r.data;
    return taken(fake().send_message, all);
}

result<std::size_t> ancillary_length(std::size_t data_size) noexcept {
    fake().record("ancillary_length").size = data_size;
    return fake().ancillary_length.next().value_or(result<std::size_t>(16 + data_size));
}

result<std::size_t> ancillary_space(std::size_t data_size) noexcept {
    fake().record("ancillary_space").size = data_size;
    return fake().ancillary_space.next().value_or(result<std::size_t>(16 + (data_size + 7) / 8 * 8));
}

result<std::size_t> send_file(handle h, std::FILE*, std::int64_t offset, std::size_t count) noexcept {
    recorded& r = fake().record("send_file", h);
    r.number = offset;
    r.size = count;
    return fake().send_file.next().value_or(failure(errno_code(EOPNOTSUPP)));
}

status set_option(handle h, const option& o, std::span<const std::byte> value) noexcept {
    recorded& r = fake().record("set_option", h);
    r.option = o;
    r.data = text(value);
    r.size = value.size();
    if (auto scripted = fake().set_option.next(); scripted && !*scripted) return *scripted;
    fake_handle* const known = fake().find(h);
    if (known == nullptr) return bad_handle();
    known->options[key(o)] = text(value);
    return {};
}

status set_option_length(handle h, const option& o, std::size_t length) noexcept {
    recorded& r = fake().record("set_option_length", h);
    r.option = o;
    r.size = length;
    return fake().set_option_length.next().value_or(status());
}

result<std::size_t> get_option(handle h, const option& o, std::span<std::byte> value) noexcept {
    recorded& r = fake().record("get_option", h);
    r.option = o;
    r.size = value.size();
    const fake_handle* const known = fake().find(h);
    auto scripted = fake().get_option.next();
    if (scripted && !*scripted) return failure((*scripted).error());
    if (!scripted && known == nullptr) return failure(errno_code(EBADF));
    std::string answer = int_text(0);
    if (scripted) {
        answer = **scripted;
    } else if (const auto set = known->options.find(key(o)); set != known->options.end()) {
        answer = set->second;
    } else if (o.level == sol_socket && o.name == so_type) {
        answer = int_text(known->what.type.value());
    } else if (o.level == sol_socket && o.name == so_domain) {
        answer = int_text(known->what.family.value());
    } else if (o.level == sol_socket && o.name == so_protocol) {
        answer = int_text(known->what.proto.value());
    }
    const std::size_t size = std::min(answer.size(), value.size());
    if (size != 0) std::memcpy(value.data(), answer.data(), size);
    return size;
}

status control_io(handle h, std::uint32_t code, const_buffer input) noexcept {
    recorded& r = fake().record("control_io", h);
    r.number = code;
    r.data = text({input.data(), input.size()});
    return fake().control_io.next().value_or(failure(errno_code(EOPNOTSUPP)));
}

result<samesock::bytes> share(handle h, std::uint32_t process_id) noexcept {
    fake().record("share", h).number = process_id;
    return fake().share.next().value_or(failure(errno_code(EOPNOTSUPP)));
}

result<handle> open_shared(const_buffer information) noexcept {
    fake().record("open_shared").data = text({information.data(), information.size()});
    return fake().open_shared.next().value_or(failure(errno_code(EOPNOTSUPP)));
}

} // namespace samesock::platform
