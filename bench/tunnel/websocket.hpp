// A WebSocket client as thin as it gets, so that no measurement is one of the client: frames are read where they lie,
// and masked while they are copied.
#pragma once

#include "poll_loop.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bench {

class websocket_user {
public:
    virtual void message(std::span<const std::byte> bytes) = 0;
    /// What was queued has gone out.
    virtual void drained() = 0;
    virtual void lost() = 0;

protected:
    ~websocket_user() = default;
};

class websocket final : public pollable {
public:
    /// Blocks until the upgrade is done. `subprotocol` may be empty.
    websocket(poll_loop& loop, websocket_user& user, std::uint16_t port, const std::string& subprotocol);
    ~websocket();
    websocket(const websocket&) = delete;
    websocket& operator=(const websocket&) = delete;

    /// Messages that came right behind the upgrade. Once, before the first turn of the loop.
    void begin() { take_frames(); }
    /// Queues one binary message of several pieces.
    void send(std::span<const std::span<const std::byte>> pieces);
    void flush();
    /// What was sent arrives: the other end would lose it if this one closed with something unread.
    void end();
    [[nodiscard]] std::size_t queued() const noexcept { return out_.size() - out_begin_; }
    void ready(std::uint32_t events) override;

private:
    void upgrade(std::uint16_t port, const std::string& subprotocol);
    void read();
    void take_frames();
    void put_header(std::size_t size, std::byte opcode);
    void put_masked(std::span<const std::byte> bytes);
    void want(bool write);

    poll_loop& loop_;
    websocket_user& user_;
    int fd_ = -1;
    std::vector<std::byte> in_, out_, joined_;
    std::size_t in_begin_ = 0, in_end_ = 0, out_begin_ = 0;
    std::size_t masked_ = 0; ///< bytes of the message in work
    bool wants_write_ = false;
};

} // namespace bench
