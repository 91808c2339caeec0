// Streams through one way of getting to the target, as the measurements see them: the same for all ways. A stream is
// known by an index that the measurement chooses, from 0 upwards.
#pragma once

#include "poll_loop.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace bench {

using stream_index = std::uint32_t;

class link_user {
public:
    virtual void received(stream_index stream, std::span<const std::byte> bytes) = 0;
    /// send() took less than all before, and takes some now.
    virtual void writable(stream_index stream) = 0;
    /// The other end closed the stream, or something went wrong with it.
    virtual void ended(stream_index stream) = 0;

protected:
    ~link_user() = default;
};

class link {
public:
    link(const link&) = delete;
    link& operator=(const link&) = delete;
    virtual ~link() = default;

    virtual void open(stream_index stream, std::uint16_t port, bool datagrams) = 0;
    /// How many bytes were taken. Datagrams: all or none.
    [[nodiscard]] virtual std::size_t send(stream_index stream, std::span<const std::byte> bytes) = 0;
    /// The program's close(): what was sent before is still delivered.
    virtual void close(stream_index stream) = 0;
    /// What comes for this stream is not taken any more. False: this way has nothing to hold it back with.
    [[nodiscard]] virtual bool stop_reading(stream_index stream) = 0;
    /// What was queued goes out. After each round of calls.
    virtual void flush() = 0;

protected:
    link() = default;
};

[[nodiscard]] std::unique_ptr<link> make_direct_link(poll_loop& loop, link_user& user);
/// One WebSocket to a Wisp server of version 1, or of a server whose protocol is wasmnet's.
[[nodiscard]] std::unique_ptr<link> make_wisp_link(poll_loop& loop, link_user& user, std::uint16_t port);
[[nodiscard]] std::unique_ptr<link> make_wasmnet_link(poll_loop& loop, link_user& user, std::uint16_t port);
/// The library's own session, which speaks Wisp 1 or has the extension.
[[nodiscard]] std::unique_ptr<link> make_session_link(poll_loop& loop, link_user& user, std::uint16_t port,
                                                      bool is_extended);
/// One WebSocket for each stream. `ports` maps the target's ports: "1234:80,1235:81".
[[nodiscard]] std::unique_ptr<link> make_raw_link(poll_loop& loop, link_user& user, const std::string& ports);

} // namespace bench
