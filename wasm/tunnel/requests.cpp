// Requests to the gateway, and the waits for their answers: see network.hpp.
#include "network.hpp"

#include <algorithm>

namespace samesock::platform {
namespace {

// A gateway answers at once; a session that has lost its WebSocket has its grace on top.
constexpr std::int64_t patience = 60'000'000'000;

} // namespace

status network::need_id(socket_record& s) {
    if (s.id != 0) return {};
    const auto type = s.is_stream() ? tunnel::wire::stream_type::stream : tunnel::wire::stream_type::datagrams;
    const auto opened =
        session()->open(static_cast<std::uint16_t>(s.what.family.value()), type, reinterpret_cast<std::uintptr_t>(&s));
    if (!opened) return failure(opened.error());
    s.id = *opened;
    return {};
}

result<answer> network::ask(std::unique_lock<std::mutex>& lock, handle h, const tunnel::wire::request& r) {
    const deadline until{now() + patience};
    if (auto there = await_session(lock, h, until); !there) return failure(there.error());
    socket_record* const s = table.socket(h);
    if (s == nullptr) return no_handle();
    if (auto opened = need_id(*s); !opened) return failure(opened.error());
    borrowed_sleeper at(*this);
    if (!at) return no_sleeper();
    waiter for_answer, for_socket;
    for_answer.who = for_socket.who = &*at;
    s->waiters.add(for_socket);
    pending_answer pending;
    pending.waiters.add(for_answer);
    s->asked.push_back(nullptr);
    // More than a few unanswered at once: another thread asks, too.
    for (auto sent = session()->ask(s->id, r); !sent; sent = session()->ask(s->id, r)) {
        s->asked.pop_back();
        if (sent.error() != errno_code(EAGAIN)) return failure(sent.error());
        (void)pause(lock, *at, until);
        if (is_canceled(h) || table.socket(h) != s) return no_handle();
        if (session() == nullptr || s->id == 0) return failed_with(ECONNRESET);
        if (now() >= until.at) return failed_with(ETIMEDOUT);
        s->asked.push_back(nullptr);
    }
    s->asked.back() = &pending;
    while (!pending.is_there) {
        (void)pause(lock, *at, until);
        if (pending.is_there) break;
        const bool is_closed = is_canceled(h);
        if (!is_closed && now() < until.at) continue;
        std::ranges::replace(s->asked, &pending, nullptr);
        return failed_with(is_closed ? EBADF : ETIMEDOUT);
    }
    if (pending.answer.error) return failure(pending.answer.error);
    return std::move(pending.answer);
}

status network::ask_later(socket_record& s, const tunnel::wire::request& r) {
    if (auto opened = need_id(s); !opened) return opened;
    s.asked.push_back(nullptr);
    auto sent = session()->ask(s.id, r);
    if (!sent) s.asked.pop_back();
    return sent;
}

status network::await_answers(std::unique_lock<std::mutex>& lock, handle h) {
    const deadline until{now() + patience};
    borrowed_sleeper at(*this);
    if (!at) return no_sleeper();
    waiter here;
    here.who = &*at;
    socket_record* const s = table.socket(h);
    s->waiters.add(here);
    for (;;) {
        if (is_canceled(h) || table.socket(h) != s) return no_handle();
        if (s->asked.empty()) return {};
        if (now() >= until.at) return failed_with(ETIMEDOUT);
        (void)pause(lock, *at, until);
    }
}

status network::send_connect(socket_record& s) {
    tunnel::wire::connect request;
    if (const std::string* const name = is_stock() ? names.name_of(s.destination) : nullptr)
        request.to = tunnel::wire::host_and_port{s.destination.port, *name};
    else
        request.to = s.destination;
    return ask_later(s, request);
}

result<answer> network::query(std::unique_lock<std::mutex>& lock, const tunnel::wire::request& r, deadline until) {
    if (auto there = await_session(lock, handle::none, until); !there) return failure(there.error());
    borrowed_sleeper at(*this);
    if (!at) return no_sleeper();
    pending_answer pending;
    waiter here;
    here.who = &*at;
    pending.waiters.add(here);
    queries_.push_back(&pending);
    const auto id = session()->query(r, reinterpret_cast<std::uintptr_t>(&pending));
    if (!id) {
        queries_.pop_back();
        return failure(id.error());
    }
    while (!pending.is_there) {
        (void)pause(lock, *at, until);
        if (pending.is_there || now() < until.at) continue;
        std::erase(queries_, &pending);
        if (session() != nullptr) (void)session()->close(*id);
        return failure(fault::timed_out);
    }
    if (pending.answer.error) return failure(pending.answer.error);
    return std::move(pending.answer);
}

void network::tell(pending_answer* to, answer what) {
    if (to == nullptr) return;
    to->answer = std::move(what);
    to->is_there = true;
    to->waiters.wake();
}

// -- data ---------------------------------------------------------------------------------------------------------------

void network::taken(socket_record& s, std::size_t size) {
    if (s.is_pair) {
        if (s.twin != nullptr) s.twin->touch();
        return;
    }
    if (s.id == 0 || session() == nullptr) return;
    if (size != 0) session()->consumed(s.id, size);
    if (!s.in.empty() || !std::exchange(s.owes_end, false)) return;
    if (session()->handed_on(s.id).value_or(false)) s.id = 0;
}

void network::reset_socket(socket_record& s, int error) {
    for (pending_answer* const one : std::exchange(s.asked, {})) tell(one, failed_answer(error));
    if (s.id != 0 && session() != nullptr) (void)session()->reset(s.id, error);
    s.id = 0;
}

void network::close_socket(std::unique_ptr<socket_record> s) {
    for (pending_answer* const one : s->asked) tell(one, failed_answer(EBADF));
    for (const auto& one : s->backlog) reset_socket(*one, ECONNRESET);
    if (s->twin != nullptr) {
        s->twin->no_more_in = s->twin->no_more_out = true;
        s->twin->touch();
    }
    if (s->id == 0 || session() == nullptr) return;
    // As Linux has it: what was received and not read is lost, and the peer shall know.
    const bool loses_data = s->now == phase::connected && !s->in.empty();
    if (s->resets_at_close || loses_data)
        (void)session()->reset(s->id, ECONNRESET);
    else
        (void)session()->close(s->id);
}

} // namespace samesock::platform
