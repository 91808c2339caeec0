// See websocket.hpp.
#include "websocket.hpp"
#include "event_loop.hpp"
#include "inspection.hpp"

#include "platform/allocation.hpp"
#include "platform/platform.hpp"
#include "tunnel/handshake.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace samesock::platform {
namespace {

// A stock server's packets have no bound of their own; ours are 256 KiB.
constexpr std::size_t longest_message = std::size_t{16} * 1024 * 1024, usual_message = std::size_t{64} * 1024;
// A gateway that is gone answers no close.
constexpr double patience_of_close = 500;

int number_of(javascript::socket_end why) noexcept {
    switch (why) {
    case javascript::socket_end::unreachable: return ENETUNREACH;
    case javascript::socket_end::timed_out: return ETIMEDOUT;
    case javascript::socket_end::no_access: return EACCES;
    case javascript::socket_end::missing: return ENOSYS;
    case javascript::socket_end::lost: return ECONNRESET;
    default: return ECONNREFUSED;
    }
}

// As the page may have it: without a fragment.
std::string text_of(const gateway_url& url) {
    return (url.is_secure ? "wss://" : "ws://") + url.authority() + url.target;
}

} // namespace

std::unique_ptr<transport> make_transport(transport_user& user) {
    offer_inspection();
    return std::make_unique<websocket_transport>(user);
}

template <class F>
void websocket_transport::guarded(void* self, F f) noexcept {
    auto& it = *static_cast<websocket_transport*>(self);
    if (it.is_stopped_) return;
    (void)guard_allocation([&]() -> status {
        f(it);
        return {};
    });
}

template <void (websocket_transport::*step)()>
void websocket_transport::later() noexcept {
    run_on_event_loop([](void* self) { guarded(self, [](websocket_transport& it) { (it.*step)(); }); }, this);
}

const javascript::socket_events websocket_transport::events{
    .opened = [](void* self) { guarded(self, [](websocket_transport& it) { it.on_opened(); }); },
    .room = [](void* self, std::size_t size) { return static_cast<websocket_transport*>(self)->room(size); },
    .message = [](void* self, std::size_t size,
                  bool is_text) { guarded(self, [&](websocket_transport& it) { it.on_message(size, is_text); }); },
    .closed = [](void* self, javascript::socket_end why,
                 std::size_t size) { guarded(self, [&](websocket_transport& it) { it.on_closed(why, size); }); },
};

// -- what the network says ------------------------------------------------------------------------------------------------

void websocket_transport::open(const gateway_url& where) noexcept {
    // There is no WebSocket now, so nobody reads it meanwhile.
    url_ = text_of(where);
    later<&websocket_transport::dial>();
}

void websocket_transport::notify() noexcept { later<&websocket_transport::go_on>(); }
void websocket_transport::close() noexcept { later<&websocket_transport::begin_close>(); }
bool websocket_transport::outlives_program() const noexcept { return event_loop_outlives_program(); }

// The event loop's thread ends with the program, right after this.
void websocket_transport::stop() noexcept { is_stopped_ = true; }

// -- on the event loop ----------------------------------------------------------------------------------------------------

void websocket_transport::dial() {
    is_alive_ = offers_ = true;
    is_open_ = closes_ = false;
    javascript::dial(this, url_.c_str(), tunnel::subprotocol.data(), events);
    keep_time();
}

void websocket_transport::on_opened() {
    is_open_ = true;
    user_.on_open();
    go_on();
}

void websocket_transport::go_on() {
    fetch();
    keep_time();
}

void websocket_transport::fetch() {
    while (is_open_) {
        const auto message = user_.next_message();
        if (message.empty()) return;
        transmit(message);
        user_.message_sent();
    }
}

void websocket_transport::transmit(std::span<const std::span<const std::byte>> message) {
    pieces_.clear();
    for (const auto piece : message) pieces_.push_back({piece.data(), piece.size()});
    javascript::transmit(pieces_);
}

std::byte* websocket_transport::room(std::size_t size) {
    if (size > longest_message) return nullptr;
    const std::size_t wanted = std::max(size, usual_message);
    const auto made = guard_allocation([&]() -> status {
        if (incoming_.size() < wanted) incoming_.resize(wanted);
        return {};
    });
    return made ? incoming_.data() : nullptr;
}

void websocket_transport::on_message(std::size_t size, bool is_text) {
    user_.on_message(std::span(incoming_).first(size), is_text);
    go_on();
}

// Each message moves the time. A timer that comes too early finds nothing to do, and costs less than a new one each
// time.
void websocket_transport::keep_time() {
    const std::int64_t at = user_.next_time();
    const bool is_never = at == std::numeric_limits<std::int64_t>::max();
    if (at == time_ || (at > time_ && !is_never)) return;
    time_ = at;
    const double left = is_never ? -1 : static_cast<double>(std::max<std::int64_t>(at - now(), 0)) / 1e6;
    javascript::set_timer(
        left, [](void* self) { guarded(self, [](websocket_transport& it) { it.on_timer(); }); }, this);
}

void websocket_transport::on_timer() {
    time_ = std::numeric_limits<std::int64_t>::max();
    user_.on_time();
    go_on();
}

void websocket_transport::begin_close() {
    if (!is_alive_ || closes_) return;
    fetch();
    closes_ = true;
    javascript::hang_up(is_open_ ? patience_of_close : 0);
}

// A server that knows no subprotocol may refuse one: once more without. Not where it says that nobody may.
void websocket_transport::on_closed(javascript::socket_end why, std::size_t size) {
    const bool may_try_again = why == javascript::socket_end::unknown || why == javascript::socket_end::answered;
    if (!is_open_ && !closes_ && may_try_again && std::exchange(offers_, false))
        return javascript::dial(this, url_.c_str(), "", events);
    std::string text(reinterpret_cast<const char*>(incoming_.data()), size);
    is_alive_ = is_open_ = false;
    user_.on_closed({errno_code(number_of(why)), std::move(text)});
    keep_time();
}

} // namespace samesock::platform
