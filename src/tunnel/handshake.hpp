// From the opened WebSocket to an agreement, for either end: sections 2 and 3 of PROTOCOL.md. Credentials and keys are
// bytes here; who is let in is the caller's to say.
//
// The upgrade before it is the transport's: a client offers `subprotocol`, and where the upgrade fails with it, tries
// once more without any; a server echoes the first one that was offered, and speaks version 2 if any was. A client need
// not know which of its two tries came through: the first packet tells the version.
#pragma once

#include "tunnel/info.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::tunnel {

inline constexpr std::string_view subprotocol = "wisp-v2";

/// What a handshake came to, and a session begins with.
struct agreement {
    int version = 1;
    bool udp = true;
    bool confirms = false;          ///< a stock server's CONTINUE tells that a stream is connected
    bool is_extended = false;       ///< the rest but `stock_credit` counts only then
    std::uint32_t stock_credit = 0; ///< DATA packets that each stream of a stock session begins with
    std::uint32_t features = 0;     ///< that both named
    terms ours;
    terms theirs;
    bool resumes = false; ///< the client asked for a session to go on

    [[nodiscard]] bool has(feature f) const noexcept { return (features & static_cast<std::uint32_t>(f)) != 0; }
};

/// What this client names, if the server does. Without `extension` it is a stock client.
struct client_offer {
    bool udp = true;
    bool confirms = true;
    bool extended = true;
    std::uint32_t features = usual_features;
    tunnel::terms terms;
};
/// What it says of itself, in answer to what the server asked.
struct client_reply {
    std::optional<credentials> password;
    std::optional<key_proof> key;
    std::string_view token; ///< sent only to a server that named our extension; the caller knows if it is trusted
    std::optional<resumption> resume;
};

class client_handshake {
public:
    enum class step : std::uint8_t {
        waiting, ///< for another message
        asked,   ///< server() is known: answer() or refuse() now
        agreed,  ///< agreement() is known
        failed,  ///< why(), and close() where the server gave a reason
    };

    explicit client_handshake(const client_offer& offer) noexcept : offer_(offer) {}
    client_handshake(client_handshake&&) = default;
    client_handshake& operator=(client_handshake&&) = default;

    step feed(bytes_view message);
    [[nodiscard]] step state() const noexcept { return state_; }
    /// What the server's INFO said, as long as this handshake lives.
    [[nodiscard]] const gateway_info& server() const noexcept { return server_; }
    /// Appends the message with our INFO.
    void answer(const client_reply& reply, std::vector<std::byte>& out);
    /// Appends CLOSE(0); the handshake has failed then, if it had not before.
    void refuse(close_reason reason, std::vector<std::byte>& out);

    [[nodiscard]] const tunnel::agreement& agreement() const noexcept { return agreement_; }
    [[nodiscard]] reason why() const noexcept { return why_; }
    [[nodiscard]] close_reason close() const noexcept { return close_; }

private:
    step fail(reason why, close_reason close = close_reason::client_failed) noexcept;
    step begin_version_2(const wire::info& info);

    client_offer offer_;
    step state_ = step::waiting;
    bool has_answered_ = false;
    std::vector<std::byte> kept_; ///< the bytes that server_ borrows from
    gateway_info server_;
    tunnel::agreement agreement_;
    reason why_ = reason::none;
    close_reason close_ = close_reason::unspecified;
};

struct gateway_offer {
    bool udp = true;
    bool confirms = true;
    std::optional<bool> password_required;
    std::optional<key_challenge> key; ///< the challenge is copied
    std::string message;
    bool extended = true;
    bool token_required = false;
    std::uint32_t features = usual_features;
    tunnel::terms terms;
    std::uint32_t stock_credit = 32;
};

class gateway_handshake {
public:
    enum class step : std::uint8_t {
        waiting,
        asks,   ///< client() is known: accept() or refuse() now
        agreed, ///< agreement() is known
        failed, ///< why()
    };

    explicit gateway_handshake(gateway_offer offer);
    gateway_handshake(gateway_handshake&&) = default;
    gateway_handshake& operator=(gateway_handshake&&) = default;

    /// Appends the first message: INFO, or CONTINUE(0) to a client that offered no subprotocol, which is all then.
    void begin(bool offered_subprotocol, std::vector<std::byte>& out);
    step feed(bytes_view message);
    [[nodiscard]] step state() const noexcept { return state_; }
    /// What the client's INFO said, as long as this handshake lives.
    [[nodiscard]] const client_info& client() const noexcept { return client_; }
    /// Appends CONTINUE(0).
    void accept(std::vector<std::byte>& out);
    /// Appends CLOSE(0); the handshake has failed then, if it had not before.
    void refuse(close_reason reason, std::vector<std::byte>& out);

    [[nodiscard]] const tunnel::agreement& agreement() const noexcept { return agreement_; }
    [[nodiscard]] reason why() const noexcept { return why_; }

private:
    step fail(reason why) noexcept;

    gateway_offer offer_;
    std::vector<std::byte> challenge_;
    step state_ = step::waiting;
    std::vector<std::byte> kept_;
    client_info client_;
    tunnel::agreement agreement_;
    reason why_ = reason::none;
};

} // namespace samesock::tunnel
