// What an end knows of one id: where its socket stands, how it ends, what may be sent and received. No bytes, no other
// stream. Sections 4 and 5 of PROTOCOL.md.
#pragma once

#include "tunnel/credit.hpp"
#include "tunnel/packet.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace samesock::tunnel {

/// How a socket comes to its end: FIN and RESET of either side, and the ENDED that answers each.
class ending {
public:
    // This side. ENDED for the other's FIN is owed from receive_fin() on.
    void send_fin() noexcept;
    void send_reset() noexcept;
    void send_ended() noexcept { owes_ended_ = false; }

    // The other side: reason::none, or what is wrong with it.
    [[nodiscard]] reason receive_fin() noexcept;
    [[nodiscard]] reason receive_reset() noexcept;
    [[nodiscard]] reason receive_ended() noexcept;
    /// For every other packet than ENDED.
    [[nodiscard]] reason receive_other() const noexcept { return reset_received_ ? reason::after_reset : reason::none; }

    [[nodiscard]] bool fin_sent() const noexcept { return fin_sent_; }
    [[nodiscard]] bool fin_received() const noexcept { return fin_received_; }
    [[nodiscard]] bool reset_sent() const noexcept { return reset_sent_; }
    [[nodiscard]] bool reset_received() const noexcept { return reset_received_; }
    [[nodiscard]] bool is_reset() const noexcept { return reset_sent_ || reset_received_; }
    [[nodiscard]] bool owes_ended() const noexcept { return owes_ended_; }
    [[nodiscard]] bool is_answered() const noexcept { return unanswered_ == 0; }
    /// This side has sent its FIN and answered the other's: all that it may still send are answers to requests, since
    /// the id may be free at the other end.
    [[nodiscard]] bool is_through() const noexcept { return fin_sent_ && fin_received_ && !owes_ended_; }
    /// Nothing more can come of it, and the id may be used again.
    [[nodiscard]] bool is_over() const noexcept {
        return unanswered_ == 0 && !owes_ended_ && (is_reset() || (fin_sent_ && fin_received_));
    }

private:
    bool fin_sent_ = false;
    bool fin_received_ = false;
    bool reset_sent_ = false;
    bool reset_received_ = false;
    bool owes_ended_ = false;
    std::uint8_t unanswered_ = 0; ///< of this side's FIN and RESET
};

/// The requests on one socket that wait for their answers, in their order.
class request_queue {
public:
    /// More are malformed.
    static constexpr std::size_t most = 16;

    [[nodiscard]] bool is_full() const noexcept { return count_ == most; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] wire::type front() const noexcept { return types_[first_]; }
    [[nodiscard]] bool contains(wire::type t) const noexcept;
    void push(wire::type t) noexcept { types_[(first_ + count_++) % most] = t; }
    void pop() noexcept {
        first_ = static_cast<std::uint8_t>((first_ + 1) % most);
        --count_;
    }

private:
    std::array<wire::type, most> types_;
    std::uint8_t first_ = 0;
    std::uint8_t count_ = 0;
};

struct stream {
    enum class phase : std::uint8_t { unconnected, connecting, connected, listening, datagrams, query };

    stream(phase begin, std::uint32_t first_grant, std::uint32_t credit, std::uint32_t stock_credit) noexcept
        : at(begin), send_credit(credit), window(first_grant), stock(stock_credit) {}

    phase at;
    bool early_data = false;  ///< DATA may go before the connection is made, and is dropped if none is
    bool is_closed = false;   ///< the program has closed it, and hears no more of it
    bool is_announced = true; ///< the other end knows of it; false before the CONNECT of a stock client
    ending end;
    request_queue requests;
    std::uint64_t user = 0;    ///< what the caller attached
    std::uint32_t send_credit; ///< bytes; at a stock client packets
    std::uint32_t accept_credit = 0;
    receive_window window;
    stock_window stock; ///< in a stock session in the place of `window`

    [[nodiscard]] bool is_stream() const noexcept { return at != phase::datagrams && at != phase::query; }
    /// No event tells of it any more.
    [[nodiscard]] bool is_forgotten() const noexcept { return is_closed || end.is_reset(); }
    [[nodiscard]] bool is_free() const noexcept { return end.is_over() && (end.is_reset() || requests.empty()); }

    /// A CONNECT was sent, or has come.
    void begin_connect() noexcept {
        if (at == phase::unconnected) at = phase::connecting;
    }
    /// The answer to it, which is no longer among `requests`.
    void finish_connect(bool succeeded) noexcept;
    /// LISTEN was done: whatever was asked after it.
    void finish_listen() noexcept {
        if (at == phase::unconnected || at == phase::connecting) at = phase::listening;
    }
    /// At the client: DATA may follow a CONNECT that is unanswered. After a LISTEN it could come to a listener.
    [[nodiscard]] bool may_send_early() const noexcept {
        return at == phase::connecting && early_data && !requests.contains(wire::type::listen);
    }
};

} // namespace samesock::tunnel
