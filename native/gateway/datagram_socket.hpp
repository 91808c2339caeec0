// A datagram socket of a session on a UDP socket. What has nowhere to go is dropped and counted; each address is
// judged.
#pragma once

#include "held_socket.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace samesock::gateway {

class datagram_socket final : public held_socket {
public:
    datagram_socket(tenant& owner, std::uint32_t id, int family) : held_socket(owner, id, family) {}

    void on_ready(std::uint32_t events) override;
    void on_turn() override { receive(); }
    void on_data(tunnel::bytes_view bytes) override;
    void on_datagram(const endpoint& to, tunnel::bytes_view bytes) override;
    void on_finished(bool is_over) override;
    void on_reset(std::error_code error) override;

private:
    void connect(const tunnel::wire::connect& request) override;
    [[nodiscard]] option_kind kind() const noexcept override { return option_kind::datagrams; }
    void on_open() override;
    void on_close() override { is_watched_ = false; }

    void connect_to(const endpoint& to, std::string_view name);
    void dissolve();
    void send_early();
    void send(tunnel::bytes_view bytes, const endpoint* to);
    [[nodiscard]] bool may_send_to(const endpoint& to);
    void receive();
    /// False: there is no more.
    [[nodiscard]] bool receive_some();
    void pass_on(tunnel::bytes_view bytes, const endpoint& from);
    void report(int error);

    std::vector<std::vector<std::byte>> early_; ///< of a stock client, which does not wait for its CONNECT
    std::optional<endpoint> judged_;            ///< the last address that was allowed
    bool is_watched_ = false;
    bool is_readable_ = false;
    bool is_connected_ = false;
};

} // namespace samesock::gateway
