// What is measured, whatever way the streams go. Each measurement runs for a time, and counts what came back by then;
// bulk compares every byte, and waits afterwards for all that it has sent.
#pragma once

#include "link.hpp"
#include "pattern.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace bench {

using steady = std::chrono::steady_clock;

/// Of the target program.
struct target_ports {
    std::uint16_t echo = 0, source = 0, sink = 0, stall = 0, udp = 0;
};

struct figures {
    double units = 0;                 ///< opens, round trips or bytes, in the time measured
    double seconds = 0;               ///< the time measured
    double bytes = 0;                 ///< of payload from then on, to the last
    std::vector<double> microseconds; ///< of round trips
};

class measurement : public link_user {
public:
    measurement(const target_ports& ports, stream_index streams) : ports_(ports), streams_(streams), states_(streams) {}
    virtual ~measurement() = default;

    [[nodiscard]] figures run(poll_loop& loop, link& way, double seconds);
    void ended(stream_index stream) override;

protected:
    struct state {
        std::uint64_t sent = 0, received = 0;
        steady::time_point since;
        bool began = false;
    };

    virtual void begin(stream_index stream) = 0;
    /// After the time: nothing more has to come.
    [[nodiscard]] virtual bool is_complete() const { return true; }
    virtual void over() {}
    /// Now and then.
    virtual void look() {}
    [[nodiscard]] virtual bool counts(stream_index /*stream*/) const { return true; }

    /// Something came of a stream. The clock starts when every stream has begun.
    void progress(stream_index stream);
    void count(stream_index stream, double units) {
        if (is_timed_ && counts(stream)) result_.units += units;
    }
    [[nodiscard]] bool is_over() const noexcept { return is_over_; }
    [[nodiscard]] bool is_timed() const noexcept { return is_timed_; }
    void push(stream_index stream); ///< as much of the pattern as is taken

    target_ports ports_;
    stream_index streams_;
    std::vector<state> states_;
    pattern pattern_;
    figures result_;
    link* way_ = nullptr;

private:
    stream_index began_ = 0;
    bool is_timed_ = false, is_over_ = false;
    steady::time_point start_;
};

/// By its name: opens, round_trips, datagrams, echo, download, upload, download_stopped, upload_stopped.
[[nodiscard]] std::unique_ptr<measurement> make_measurement(std::string_view name, const target_ports& ports,
                                                            stream_index streams);

/// Streams that are opened and stay, for looking at a server's memory: idle, unread (the target sends, nobody reads) or
/// untaken (sent, and the target does not read). Says "ready" and stays until its standard input ends.
void hold(std::string_view name, const target_ports& ports, stream_index streams,
          const std::function<std::unique_ptr<link>(poll_loop&, link_user&)>& make);

} // namespace bench
