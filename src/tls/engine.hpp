// The TLS engine, sans-IO: ciphertext in, ciphertext out, and steps that say what they still need. No socket, no clock,
// no thread: whoever drives it feeds what the transport brings and sends what the engine has for it.
//
//     step s = engine.handshake();                     // and again until it is done:
//     if (s.what == progress::want_read) { ... engine.input_room(engine.wanted()) ... engine.received(n); }
//     send(engine.output()); engine.sent(n);           // after every step, whatever it said
#pragma once

#include "tls/memory_bio.hpp"

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <span>
#include <system_error>

namespace samesock::tls {

enum class progress {
    done,
    want_read,  ///< more ciphertext, of which wanted() bytes belong to this record
    want_write, ///< output() must be sent before there can be more
    closed,     ///< the peer has sent its close_notify
    failed,     ///< with `error`, as every later step
};

struct step {
    progress what;
    std::size_t size = 0; ///< of a read or a write that is done
    std::error_code error{};
};

class engine {
public:
    /// Takes over `ssl`, which knows its side, its context and whom it talks to. valid() is false without memory.
    explicit engine(SSL* ssl) noexcept;
    ~engine();
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;
    [[nodiscard]] bool valid() const noexcept { return ready_; }

    // -- the transport ----------------------------------------------------------------------------------------------------

    /// Bytes that the last step lacked to the end of a record, or of its header. Who reads no more than so many from
    /// the transport leaves there what is not TLS's.
    [[nodiscard]] std::size_t wanted() const noexcept { return transport_->wanted; }
    /// The last step lacked a record's body, not its header: the next record's header may be fetched with it.
    [[nodiscard]] bool wants_body() const noexcept { return wanted() > record_header; }
    static constexpr std::size_t record_header = 5;

    /// Where `size` bytes of ciphertext go; empty without memory. received() says how many came.
    [[nodiscard]] std::span<std::byte> input_room(std::size_t size) noexcept { return transport_->input.room(size); }
    void received(std::size_t size) noexcept { transport_->input.add(size); }
    /// The transport has ended: without a close_notify that is ssl_condition::eof.
    void input_ended() noexcept { transport_->input_ended = true; }
    /// Ciphertext that no step has used.
    [[nodiscard]] std::size_t input_left() const noexcept { return transport_->input.size(); }

    /// What is to be sent, and how much of it was.
    [[nodiscard]] std::span<const std::byte> output() const noexcept { return transport_->output.content(); }
    void sent(std::size_t size) noexcept { transport_->output.drop(size); }

    // -- steps ------------------------------------------------------------------------------------------------------------

    [[nodiscard]] step handshake() noexcept;
    /// Plaintext into `into`, which is not empty. Makes the handshake first if nobody has.
    [[nodiscard]] step read(std::span<std::byte> into) noexcept;
    /// Some of `data`, as many records as the bound of output allows. Likewise.
    [[nodiscard]] step write(std::span<const std::byte> data) noexcept;
    /// A close_notify into output(). Reading goes on.
    [[nodiscard]] step close_notify() noexcept;
    /// Likewise, and then the peer's.
    [[nodiscard]] step shutdown() noexcept;

    // -- what it is -------------------------------------------------------------------------------------------------------

    [[nodiscard]] SSL* native() const noexcept { return ssl_; }
    [[nodiscard]] bool in_handshake() const noexcept;
    /// What a server has for its client at the end of the handshake is tickets, which nobody waits for.
    [[nodiscard]] bool ends_with_tickets() const noexcept;
    /// Plaintext that read() has without more ciphertext.
    [[nodiscard]] std::size_t pending() const noexcept;

private:
    template <class Call>
    step attempt(Call call) noexcept;
    [[nodiscard]] step explain(int outcome) noexcept;
    [[nodiscard]] step fail(std::error_code code) noexcept;

    std::unique_ptr<memory_transport> transport_;
    SSL* ssl_;
    bool ready_ = false;
    std::error_code failed_;
};

} // namespace samesock::tls
