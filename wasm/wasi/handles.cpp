// Handles: making, doubling, describing, ending them.
#include "sockets.hpp"
#include "wait.hpp"

#include <cerrno>
#include <memory>
#include <new>

namespace samesock::platform {
namespace {

constexpr std::int64_t pair_patience = 5'000'000'000;

// A family, a type or a protocol is refused as Linux does; ESOCKTNOSUPPORT is not among wasi-libc's numbers.
int kind_error(const kind& k) noexcept {
    constexpr int highest_type = 10, protocols = 262;
    if (k.family != AF_INET && k.family != AF_INET6) return EAFNOSUPPORT;
    if (k.type.value() < 0 || k.type.value() > highest_type || k.proto.value() < 0 || k.proto.value() > protocols)
        return EINVAL;
    if (k.type != SOCK_STREAM && k.type != SOCK_DGRAM) return EPROTONOSUPPORT;
    const protocol its_own = k.type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
    return k.proto == 0 || k.proto == its_own ? 0 : EPROTONOSUPPORT;
}

// The numbers of the standard streams are open, and no sockets.
std::unexpected<std::error_code> not_a_socket(handle h) noexcept {
    const auto number = static_cast<std::intptr_t>(h);
    return failed_with(number >= 0 && number < first_handle ? ENOTSOCK : EBADF);
}

/// A handle that is closed unless it is taken.
class owned_handle {
public:
    explicit owned_handle(handle h) noexcept : h_(h) {}
    owned_handle(const owned_handle&) = delete;
    owned_handle& operator=(const owned_handle&) = delete;
    ~owned_handle() {
        if (h_ != handle::none) (void)close(h_);
    }
    [[nodiscard]] handle get() const noexcept { return h_; }
    [[nodiscard]] handle take() noexcept { return std::exchange(h_, handle::none); }

private:
    handle h_;
};

bool are_peers(handle a, handle b) noexcept {
    const auto a_local = local_endpoint(a), a_peer = peer_endpoint(a), b_local = local_endpoint(b),
               b_peer = peer_endpoint(b);
    return a_local && a_peer && b_local && b_peer && *a_local == *b_peer && *b_local == *a_peer;
}

result<std::array<handle, 2>> stream_pair(const kind& k) noexcept {
    const deadline until{now() + pair_patience};
    auto made = open(k, false);
    if (!made) return failure(made.error());
    const owned_handle listener(*made);
    if (auto bound = bind(listener.get(), loopback(k.family)); !bound) return failure(bound.error());
    if (auto listening = listen(listener.get(), 1); !listening) return failure(listening.error());
    const auto where = local_endpoint(listener.get());
    made = where ? open(k, false) : failure(where.error());
    if (!made) return failure(made.error());
    owned_handle one(*made);
    if (auto begun = connect(one.get(), *where); !begun && begun.error().value() != EINPROGRESS)
        return failure(begun.error());
    for (;;) {
        // Another program may connect first: whoever is not our own other end is sent away.
        std::array<interest, 1> coming{{{listener.get(), readiness::readable}}};
        const auto ready = wait(coming, until);
        if (!ready) return failure(ready.error());
        if (*ready == 0) return failed_with(ETIMEDOUT);
        const auto accepted = accept(listener.get(), false);
        if (!accepted && accepted.error().value() == EAGAIN) continue;
        if (!accepted) return failure(accepted.error());
        owned_handle other(accepted->connection);
        std::array<interest, 1> connected{{{one.get(), readiness::writable}}};
        if (const auto done = wait(connected, until); !done) return failure(done.error());
        if (auto done = finish_connect(one.get()); !done) return failure(done.error());
        if (are_peers(one.get(), other.get())) return std::array{one.take(), other.take()};
    }
}

result<std::array<handle, 2>> datagram_pair(const kind& k) noexcept {
    auto first = open(k, false);
    if (!first) return failure(first.error());
    owned_handle one(*first);
    auto second = open(k, false);
    if (!second) return failure(second.error());
    owned_handle other(*second);
    for (const handle h : {one.get(), other.get()})
        if (auto bound = bind(h, loopback(k.family)); !bound) return failure(bound.error());
    const auto here = local_endpoint(one.get()), there = local_endpoint(other.get());
    if (!here || !there) return failure((here ? there : here).error());
    if (auto done = connect(one.get(), *there); !done) return failure(done.error());
    if (auto done = connect(other.get(), *here); !done) return failure(done.error());
    if (!are_peers(one.get(), other.get())) return failed_with(ECONNABORTED);
    return std::array{one.take(), other.take()};
}

} // namespace

bool sleeps_in_kernel() noexcept { return false; }
bool reuse_address_is_unsafe() noexcept { return false; }

status start() noexcept {
    linger_at_exit();
    (void)network();
    return {};
}

result<handle> open(const kind& what, bool blocking) noexcept {
    if (const int wrong = kind_error(what); wrong != 0) return failed_with(wrong);
    (void)reap();
    kind k = what;
    k.proto = k.type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
    std::unique_ptr<socket_record> record(new (std::nothrow) socket_record(k));
    if (record == nullptr) return failed_with(ENOMEM);
    record->blocking = blocking;
    // Made at once, so that its limit and its prohibition show here, as they do on Linux.
    if (auto made = need_socket(*record); !made) return failure(made.error());
    auto h = enter(record.get());
    if (h) (void)record.release();
    return h;
}

result<std::array<handle, 2>> open_pair(const kind& what) noexcept {
    if (const int wrong = kind_error(what); wrong != 0) return failed_with(wrong);
    return what.type == SOCK_STREAM ? stream_pair(what) : datagram_pair(what);
}

result<handle> duplicate(handle h) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return not_a_socket(h);
    auto second = enter(s);
    if (second) ++s->references;
    return second;
}

result<kind> describe(handle h) noexcept {
    const socket_record* const s = find(h);
    if (s == nullptr) return not_a_socket(h);
    return s->what;
}

status close(handle h) noexcept {
    slot* const entry = find_slot(h);
    if (entry == nullptr) return no_handle();
    if (entry->pollers != 0) leave_pollers(h);
    (void)reap();
    if (socket_record* const last = leave(h); last != nullptr) retire(last);
    return {};
}

// One thread: nobody sleeps while this runs.
void cancel(handle h) noexcept {
    if (slot* const entry = find_slot(h); entry != nullptr) entry->canceled = true;
}

status set_blocking(handle h, bool blocking) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    s->blocking = blocking;
    return {};
}

result<bool> get_inheritable(handle h) noexcept {
    if (find(h) == nullptr) return no_handle();
    return false;
}

status set_inheritable(handle h, bool inheritable) noexcept {
    if (find(h) == nullptr) return no_handle();
    if (inheritable) return failed_with(EOPNOTSUPP); // there are no child programs
    return {};
}

status control_io(handle h, std::uint32_t, const_buffer) noexcept {
    return find(h) == nullptr ? no_handle() : failed_with(EOPNOTSUPP);
}
result<bytes> share(handle h, std::uint32_t) noexcept {
    return find(h) == nullptr ? no_handle() : failed_with(EOPNOTSUPP);
}
result<handle> open_shared(const_buffer) noexcept { return failed_with(EOPNOTSUPP); }

} // namespace samesock::platform
