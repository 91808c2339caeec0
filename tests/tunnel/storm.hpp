// Two sessions, the programs above them, and a transport between that delays messages, cuts them into smaller ones, and
// breaks. Each byte says where it belongs, so that one which is lost, doubled or misplaced is seen when it arrives.
#pragma once

#include "joined.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <string>

namespace samesock::testing {

/// What both ends of one stream are to agree on: 0 is the way up, 1 the way down.
struct conversation {
    std::uint64_t total[2] = {0, 0};    ///< bytes sent so far
    bool has_ended[2] = {false, false}; ///< no more will be
    std::uint64_t arrived[2] = {0, 0};
    bool was_reset = false;
    bool was_closed = false; ///< by the client: what still comes down is dropped
};

/// One end of a stream. `way` is what this end sends.
struct talk {
    std::uint64_t key = 0;
    std::size_t held = 0; ///< received, not consumed
    bool has_peer_ended = false;
    bool may_send = false;
};

class storm {
public:
    storm(std::uint32_t seed, std::uint32_t features, bool breaks);

    void run(int steps);
    /// Everything that is open is closed, and everything that was sent arrives.
    void calm();

    [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] int breaks() const noexcept { return times_broken_; }
    [[nodiscard]] std::uint64_t datagrams() const noexcept { return datagrams_; }

    tunnel::client_session client;
    tunnel::gateway_session gateway;

private:
    using talks = std::map<std::uint32_t, talk>;

    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_()) % n; }
    bool once_in(std::uint32_t n) { return below(n) == 0; }

    void step();
    void act_at_client();
    void act_at_gateway();
    void open();
    void answer();
    void accept();
    void speak(tunnel::session& s, talks& all, int way);
    void read(tunnel::session& s, talks& all);
    void end(tunnel::session& s, talks& all, int way);
    void pump(tunnel::session& s, std::deque<message>& queue);
    void deliver(tunnel::session& s, std::deque<message>& queue);
    void hear(tunnel::session& s);
    void break_transport();
    talks::iterator any(talks& all);

    void on(const tunnel::events::received& e, talks& all, int way);
    void client_hears(const tunnel::event& e);
    void gateway_hears(const tunnel::event& e);
    void both_hear(const tunnel::event& e, talks& all, int way);

    std::mt19937 random_;
    bool breaks_;
    std::uint64_t next_key_ = 1;
    std::map<std::uint64_t, conversation> conversations_;
    talks at_client_, at_gateway_;
    std::map<std::uint32_t, std::uint64_t> connecting_; ///< at the gateway: requests to answer
    std::deque<message> up_, down_;
    std::uint32_t listener_ = 0;
    std::uint32_t datagram_socket_ = 0;
    std::set<std::uint32_t> datagram_ids_;
    std::uint64_t bytes_ = 0;
    std::uint64_t datagrams_ = 0;
    int times_broken_ = 0;
    char secret_ = 'a';
    bool is_calm_ = false;
};

} // namespace samesock::testing
