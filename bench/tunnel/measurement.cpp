#include "measurement.hpp"

#include <algorithm>
#include <cstdio>

namespace bench {

namespace {

constexpr std::size_t small = 64;
constexpr std::size_t acknowledged_each = std::size_t{256} * 1024; ///< of an upload, by the target
constexpr auto patience = std::chrono::seconds(20);
constexpr auto lost_after = std::chrono::milliseconds(250); ///< a datagram

std::span<const std::byte> small_message() {
    static const std::array<std::byte, small> bytes{};
    return bytes;
}

// -- small exchanges

/// A stream is opened, sends eight bytes, gets them back, and is closed; then the next one.
class opens final : public measurement {
public:
    using measurement::measurement;
    void received(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        s.received += bytes.size();
        if (s.received < 8) return;
        progress(stream);
        count(stream, 1);
        way_->close(stream);
        if (is_over()) return;
        s.sent = s.received = 0;
        begin(stream);
    }
    void writable(stream_index stream) override {
        state& s = states_[stream];
        if (s.sent < 8) s.sent += way_->send(stream, small_message().first(8 - s.sent));
    }

protected:
    void begin(stream_index stream) override {
        way_->open(stream, ports_.echo, false);
        writable(stream);
    }
};

class round_trips : public measurement {
public:
    using measurement::measurement;
    void received(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        s.received += bytes.size();
        if (s.received < small) return;
        progress(stream);
        count(stream, 1);
        const auto now = steady::now();
        if (is_timed())
            result_.microseconds.push_back(std::chrono::duration<double, std::micro>(now - s.since).count());
        if (!is_over()) ask(stream, now);
    }
    void writable(stream_index stream) override {
        state& s = states_[stream];
        if (s.sent < small) s.sent += way_->send(stream, small_message().first(small - s.sent));
    }

protected:
    void begin(stream_index stream) override {
        way_->open(stream, ports_.echo, false);
        ask(stream, steady::now());
    }
    void ask(stream_index stream, steady::time_point now) {
        state& s = states_[stream];
        s.sent = s.received = 0;
        s.since = now;
        writable(stream);
    }
};

/// Round trips of datagrams. One that is lost is sent again.
class datagrams final : public round_trips {
public:
    using round_trips::round_trips;

protected:
    void begin(stream_index stream) override {
        way_->open(stream, ports_.udp, true);
        ask(stream, steady::now());
    }
    void look() override {
        const auto now = steady::now();
        for (stream_index i = 0; i < streams_; ++i)
            if (now - states_[i].since > lost_after) ask(i, now);
    }
};

// -- bulk

class echo final : public measurement {
public:
    using measurement::measurement;
    void received(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        if (!pattern_.matches(s.received, bytes)) give_up("bytes differ from what was sent");
        s.received += bytes.size();
        progress(stream);
        count(stream, static_cast<double>(bytes.size()));
        result_.bytes += static_cast<double>(bytes.size());
    }
    void writable(stream_index stream) override { push(stream); }

protected:
    void begin(stream_index stream) override {
        way_->open(stream, ports_.echo, false);
        push(stream);
    }
    bool is_complete() const override {
        return std::ranges::all_of(states_, [](const state& s) { return s.sent == s.received; });
    }
};

class download : public measurement {
public:
    using measurement::measurement;
    void received(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        if (!pattern_.matches(s.received, bytes)) give_up("bytes differ from what was sent");
        s.received += bytes.size();
        progress(stream);
        count(stream, static_cast<double>(bytes.size()));
        result_.bytes += static_cast<double>(bytes.size());
    }
    void writable(stream_index /*stream*/) override {}

protected:
    void begin(stream_index stream) override { way_->open(stream, ports_.source, false); }
};

class download_stopped final : public download {
public:
    using download::download;
    void received(stream_index stream, std::span<const std::byte> bytes) override {
        download::received(stream, bytes);
        if (stream == 0 && !way_->stop_reading(stream)) give_up("this way cannot stop one reader");
    }

protected:
    bool counts(stream_index stream) const override { return stream != 0; }
};

class upload : public measurement {
public:
    using measurement::measurement;
    /// The target says how many bytes it has compared so far, as u64.
    void received(stream_index stream, std::span<const std::byte> bytes) override {
        state& s = states_[stream];
        auto& kept = kept_[stream];
        kept.insert(kept.end(), bytes.begin(), bytes.end());
        if (kept.size() < 8) return;
        const std::size_t last = kept.size() / 8 * 8 - 8;
        std::uint64_t compared = 0;
        for (std::size_t i = 8; i-- > 0;) compared = compared << 8 | std::to_integer<std::uint64_t>(kept[last + i]);
        kept.erase(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(last + 8));
        if (compared > s.sent || compared <= s.received) give_up("the target tells another count");
        count(stream, static_cast<double>(compared - s.received));
        result_.bytes += static_cast<double>(compared - s.received);
        s.received = compared;
        progress(stream);
    }
    void writable(stream_index stream) override { push_or_finish(stream); }

protected:
    void begin(stream_index stream) override {
        way_->open(stream, ports_.sink, false);
        push(stream);
    }
    bool is_complete() const override {
        return std::ranges::all_of(
            states_, [](const state& s) { return s.sent == s.received && s.sent % acknowledged_each == 0; });
    }
    /// To the next count that the target tells.
    void over() override {
        for (stream_index i = 0; i < streams_; ++i) push_or_finish(i);
    }

    std::vector<std::vector<std::byte>> kept_{streams_};

private:
    void push_or_finish(stream_index stream) {
        state& s = states_[stream];
        if (!is_over()) return push(stream);
        while (s.sent % acknowledged_each != 0) {
            const auto rest = static_cast<std::size_t>(acknowledged_each - s.sent % acknowledged_each);
            const std::size_t taken = way_->send(stream, pattern_.at(s.sent, rest));
            s.sent += taken;
            if (taken == 0) return;
        }
    }
};

/// The first stream goes to a target that never reads.
class upload_stopped final : public upload {
public:
    using upload::upload;

protected:
    void begin(stream_index stream) override {
        if (stream != 0) return upload::begin(stream);
        way_->open(stream, ports_.stall, false);
        push(stream);
        progress(stream);
    }
    bool counts(stream_index stream) const override { return stream != 0; }
    bool is_complete() const override { return true; }
    void over() override {}
};

/// In the place of a stopped stream, for comparison, one that is not counted either.
template <class Bulk>
class all_but_one final : public Bulk {
public:
    using Bulk::Bulk;

protected:
    bool counts(stream_index stream) const override { return stream != 0; }
    bool is_complete() const override { return true; }
    void over() override {}
};

template <class Measurement>
std::unique_ptr<measurement> make(const target_ports& ports, stream_index streams) {
    return std::make_unique<Measurement>(ports, streams);
}

} // namespace

void measurement::ended(stream_index /*stream*/) { give_up("a stream was closed by the other end"); }

void measurement::progress(stream_index stream) {
    if (states_[stream].began) return;
    states_[stream].began = true;
    if (++began_ < streams_) return;
    is_timed_ = true;
    result_.bytes = 0;
    // Who looks at the servers' processor time begins now, too.
    std::puts("timed");
    std::fflush(stdout);
    start_ = steady::now();
}

void measurement::push(stream_index stream) {
    state& s = states_[stream];
    while (!is_over_) {
        const auto piece = pattern_.at(s.sent, acknowledged_each / 4);
        const std::size_t taken = way_->send(stream, piece);
        s.sent += taken;
        if (taken < piece.size()) return;
    }
}

figures measurement::run(poll_loop& loop, link& way, double seconds) {
    way_ = &way;
    const auto begun = steady::now();
    const auto length = std::chrono::duration_cast<steady::duration>(std::chrono::duration<double>(seconds));
    for (stream_index i = 0; i < streams_; ++i) begin(i);
    way.flush();
    auto looked = begun;
    for (;;) {
        loop.turn(100);
        way.flush();
        const auto now = steady::now();
        if (now - looked > std::chrono::milliseconds(100)) {
            looked = now;
            if (!is_over_) look();
            way.flush();
        }
        if (is_timed_ && now - start_ >= length) {
            result_.seconds = std::chrono::duration<double>(now - start_).count();
            is_timed_ = false;
            is_over_ = true;
            over();
            way.flush();
        }
        if (is_over_ && is_complete()) return std::move(result_);
        if (now - begun > length + patience)
            give_up(is_over_ ? "what was sent never came back" : "a stream never began");
    }
}

std::unique_ptr<measurement> make_measurement(std::string_view name, const target_ports& ports, stream_index streams) {
    if (name == "opens") return make<opens>(ports, streams);
    if (name == "round_trips") return make<round_trips>(ports, streams);
    if (name == "datagrams") return make<datagrams>(ports, streams);
    if (name == "echo") return make<echo>(ports, streams);
    if (name == "download") return make<download>(ports, streams);
    if (name == "upload") return make<upload>(ports, streams);
    if (name == "download_but_one") return make<all_but_one<download>>(ports, streams);
    if (name == "upload_but_one") return make<all_but_one<upload>>(ports, streams);
    if (name == "download_stopped") return make<download_stopped>(ports, streams);
    if (name == "upload_stopped") return make<upload_stopped>(ports, streams);
    return nullptr;
}

} // namespace bench
