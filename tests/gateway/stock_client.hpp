// A stock client of Wisp, version 1, as raw packets.
#pragma once

#include "tunnel_client.hpp"
#include "tunnel/packet.hpp"

#include <catch2/catch_all.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace samesock::testing {

using tunnel::close_reason;

class stock_client {
public:
    explicit stock_client(const gateway_place& at) : web_(at, "") {
        const auto first = next();
        REQUIRE(std::holds_alternative<wire::wisp_continue>(first.body));
        REQUIRE(first.id == 0);
        credit = std::get<wire::wisp_continue>(first.body).remaining;
    }

    void send(std::uint32_t id, const wire::body& body) {
        std::vector<std::byte> out;
        wire::encode({id, body}, out);
        web_.write(out);
    }
    void connect(std::uint32_t id, const endpoint& to, std::uint8_t type = 1, std::string_view host = "127.0.0.1") {
        send(id, wire::wisp_connect{type, to.port, host});
    }
    void send_data(std::uint32_t id, std::string_view bytes) { send(id, wire::data{std::as_bytes(std::span(bytes))}); }
    /// In packets of 50,000 bytes.
    void send_all(std::uint32_t id, std::string_view bytes) {
        constexpr std::size_t size = 50'000;
        for (std::size_t at = 0; at < bytes.size(); at += size) send_data(id, bytes.substr(at, size));
    }
    wire::packet next() {
        kept_ = web_.read();
        REQUIRE(kept_);
        const auto packet = wire::decode(*kept_);
        REQUIRE(packet);
        return *packet;
    }
    /// Past CONTINUEs.
    wire::packet next_of_stream() {
        for (;;)
            if (const auto p = next(); !std::holds_alternative<wire::wisp_continue>(p.body)) return p;
    }
    close_reason next_close() {
        const auto p = next_of_stream();
        REQUIRE(std::holds_alternative<wire::wisp_close>(p.body));
        return std::get<wire::wisp_close>(p.body).reason;
    }
    [[nodiscard]] std::string next_data() {
        const auto p = next_of_stream();
        REQUIRE(std::holds_alternative<wire::data>(p.body));
        const auto bytes = std::get<wire::data>(p.body).bytes;
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    [[nodiscard]] web_client& web() { return web_; }

    std::uint32_t credit = 0;

private:
    web_client web_;
    std::optional<std::vector<std::byte>> kept_;
};

} // namespace samesock::testing
