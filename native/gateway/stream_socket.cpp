// Bytes and ends of a connected stream: see stream_socket.hpp.
#include "stream_socket.hpp"

#include "sockets.hpp"
#include "tenant.hpp"
#include "worker.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace samesock::gateway {
namespace {

using namespace tunnel;

// Of one stream in a round, before others have their turn.
constexpr std::size_t most_at_once = std::size_t{256} * 1024;
constexpr std::size_t most_in_packet = std::size_t{64} * 1024;

} // namespace

stream_socket::stream_socket(tenant& owner, int family, descriptor accepted) : held_socket(owner, 0, family) {
    fd_ = std::move(accepted);
    phase_ = phase::connected;
}

stream_socket::~stream_socket() = default;

void stream_socket::on_leave() {
    dialling_.reset();
    lingering_.reset();
    if (listening_ && listening_->is_counted) tenant_.close_listener();
    listening_.reset();
}

status stream_socket::begin_watching() {
    if (is_watched_) return {};
    if (const int error = tenant_.on().loop.watch(fd(), *this); error != 0) return failure(errno_code(error));
    is_watched_ = true;
    return {};
}

void stream_socket::on_ready(std::uint32_t events) {
    if (is_gone() || phase_ == phase::idle) return;
    if (phase_ == phase::connecting) {
        on_connecting(events);
        if (is_gone() || phase_ != phase::connected) return;
    }
    constexpr std::uint32_t ends = readiness::input_ended | readiness::hung_up | readiness::failed;
    if ((events & (readiness::input | ends)) != 0) is_readable_ = true;
    if ((events & ends) != 0) is_ending_ = true;
    if (phase_ == phase::listening) return accept_more();
    if ((events & (readiness::output | readiness::failed)) != 0) write();
    if (!is_gone()) read();
}

void stream_socket::on_turn() {
    if (is_gone()) return;
    if (phase_ == phase::listening) return accept_more();
    read();
}

void stream_socket::on_room() {
    waits_for_room_ = false;
    if (!is_gone()) read();
}

// -- from the target: straight into the session's room

void stream_socket::read() {
    if (phase_ != phase::connected || is_orphan_) return;
    // The target had ended its side, and was through with the other as well: nothing is read that could tell.
    if (has_read_end_ && write_error_ != 0) return read_ended();
    const std::size_t most = tenant_.session().queued() + most_at_once;
    while (is_readable_ && !has_read_end_ && !is_gone()) {
        if (tenant_.session().queued() >= most) {
            tenant_.on().loop.again(*this);
            break;
        }
        if (!read_some()) break;
    }
    tenant_.touch();
}

// False: not now.
bool stream_socket::read_some() {
    if (!tenant_.has_turn()) {
        if (!std::exchange(waits_for_room_, true)) tenant_.wait_for_room(*this);
        return false;
    }
    const auto room = tenant_.session().room(id_, most_in_packet);
    if (!room || room->empty()) return false; // on_credit()
    const auto received = sockets::receive(fd(), *room);
    if (received.size != 0) {
        tenant_.session().filled(received.size);
        tenant_.count_to_client(spacing_mark_, received.size);
        // Less than asked for is all that there was; more is told of anew.
        if (received.size < room->size() && !is_ending_) is_readable_ = false;
        return true;
    }
    if (received.error == sockets::would_block) {
        is_readable_ = false;
        return false;
    }
    if (write_error_ == 0) write_error_ = received.error;
    has_read_end_ = true;
    read_ended();
    return false;
}

// The end of the target's data, or of the connection.
void stream_socket::read_ended() {
    if (write_error_ != 0) {
        (void)tenant_.session().reset(id_, write_error_);
        return leave();
    }
    const auto over = tenant_.session().finish(id_);
    if (!over || !*over) return;
    // Stock Wisp has no half-close: with the CLOSE the id is gone, but not what the client had sent.
    become_orphan();
}

// -- to the target

void stream_socket::consume(std::size_t size) {
    if (is_orphan_)
        tenant_.drop_orphan(size);
    else
        tenant_.session().consumed(id_, size);
}

void stream_socket::on_data(bytes_view bytes) {
    if (write_error_ != 0 || has_ended_) return consume(bytes.size());
    std::size_t written = 0;
    if (phase_ == phase::connected && backlog_.empty()) {
        written = write_now(bytes);
        if (written != 0) consume(written);
        if (write_error_ != 0) return consume(bytes.size() - written);
    }
    if (written != bytes.size()) backlog_.append(bytes.subspan(written));
}

std::size_t stream_socket::write_now(bytes_view bytes) {
    std::size_t written = 0;
    while (written != bytes.size()) {
        const auto sent = sockets::send(fd(), bytes.subspan(written));
        written += sent.size;
        if (sent.error == 0) continue;
        if (sent.error != sockets::would_block) write_failed(sent.error);
        break;
    }
    return written;
}

// What the target had sent before is still read; then the client is told.
void stream_socket::write_failed(int error) {
    write_error_ = error;
    is_readable_ = true;
    is_ending_ = true;
    if (!is_orphan_) tenant_.on().loop.again(*this); // not at once: the caller still has the socket
}

std::size_t stream_socket::write_backlog() {
    std::size_t all = 0;
    while (!backlog_.empty()) {
        const std::size_t size = backlog_.front().size();
        const std::size_t written = write_now(backlog_.front());
        backlog_.take(written);
        all += written;
        if (written != size) break;
    }
    return all;
}

void stream_socket::write() {
    if (phase_ != phase::connected) return;
    if (!backlog_.empty()) {
        const std::size_t written = write_backlog();
        if (written != 0) {
            consume(written);
            if (is_orphan_) linger_on();
        }
        if (write_error_ != 0) {
            const std::size_t dropped = backlog_.size();
            backlog_.clear();
            if (dropped != 0) consume(dropped);
        }
        tenant_.touch();
    }
    if (!backlog_.empty()) return;
    if (is_orphan_) return end_orphan();
    hand_on_end();
}

// FIN, after all that came before it.
void stream_socket::hand_on_end() {
    if (!wants_end_) return;
    wants_end_ = false;
    has_ended_ = true;
    if (write_error_ == 0) sockets::finish_sending(fd());
    const auto over = tenant_.session().handed_on(id_);
    tenant_.touch();
    if (over && *over) leave();
}

void stream_socket::on_finished(bool is_over) {
    if (is_over) return become_orphan();
    wants_end_ = true;
    if (phase_ == phase::connected && backlog_.empty()) hand_on_end();
}

void stream_socket::become_orphan() {
    const bool still_writes = phase_ == phase::connected || phase_ == phase::connecting;
    const bool has_something = !backlog_.empty() && write_error_ == 0;
    if (!still_writes || !has_something || !tenant_.keep_orphan(backlog_.size())) return leave();
    is_orphan_ = true;
    if (phase_ == phase::connected) linger_on(); // else the CONNECT has its own
}

stream_socket::lingering::lingering(stream_socket& of) : patience(of.tenant_.on().loop, [&of] { of.on_lingered(); }) {}

void stream_socket::linger_on() {
    worker& on = tenant_.on();
    if (!lingering_) lingering_ = std::make_unique<lingering>(*this);
    lingering_->unsent = sockets::unsent(fd());
    lingering_->patience.set(on.loop.now() + std::chrono::nanoseconds(on.configuration->linger).count());
}

// The system tells of room only when there is much of it: a slow reader has taken something all the same.
void stream_socket::on_lingered() {
    if (sockets::unsent(fd()) < lingering_->unsent) return linger_on();
    tenant_.drop_orphan(backlog_.size());
    sockets::reset_when_closed(fd());
    leave();
}

void stream_socket::end_orphan() {
    sockets::finish_sending(fd());
    leave();
}

void stream_socket::on_reset(std::error_code error) {
    if (error && fd_ && phase_ == phase::connected) sockets::reset_when_closed(fd());
    leave();
}

} // namespace samesock::gateway
