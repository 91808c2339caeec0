// A session of either role, stock or extended, fed with any messages and any calls: it ends, or goes on within its
// bounds.
#include "tunnel_calls.hpp"

#include <utility>
#include <vector>

namespace {

using namespace samesock;
using fuzz::input;

constexpr std::uint32_t small_queue = 200'000;
// The queue's least bound, what is answered above it, one message of answers, and what the program itself says.
constexpr std::size_t most_queued = std::size_t{1600} * 1024;
constexpr std::size_t most_from_calls = 600'000;

tunnel::settings small() {
    tunnel::settings s;
    s.queue = small_queue;
    s.stock_held = 100'000;
    s.budget = 100'000;
    s.unconfirmed_connect = true;
    return s;
}

template <class Session>
struct scene {
    Session& session;
    input& in;
    void (*call)(input&, Session&);
    std::vector<std::byte> message;
    std::int64_t now = 0;
    bool was_told = false;

    void add_packet(std::string_view packet) {
        const bool in_series = session.agreement().is_extended;
        if (in_series)
            for (std::size_t i = 0, size = packet.size(); i != 4; ++i, size >>= 8)
                message.push_back(static_cast<std::byte>(size & 0xFF));
        const auto bytes = tunnel::as_bytes(packet);
        message.insert(message.end(), bytes.begin(), bytes.end());
    }
    void hear() {
        const bool may_end = session.is_over();
        while (const auto e = session.next_event()) {
            if constexpr (std::is_same_v<Session, tunnel::gateway_session>) fuzz::answer(in, session, *e);
            if (!std::holds_alternative<tunnel::events::over>(*e)) continue;
            EXPECT(!was_told);
            was_told = true;
        }
        EXPECT(!may_end || was_told);
        EXPECT(session.is_over() == was_told);
        EXPECT(!was_told || (session.streams() == 0 && session.why() != tunnel::reason::none));
        EXPECT(session.streams() <= 2 * fuzz::maximum_streams);
    }
    void feed() {
        if (!session.may_read()) send();
        session.feed(message, now);
        hear();
    }
    void send() {
        for (int i = 0; i != 100 && !session.next_message().empty(); ++i) session.message_sent();
    }
    void step() {
        message.clear();
        switch (in.take<std::uint8_t>() % 8) {
        case 0: add_packet(in.take_bytes(in.take<std::uint8_t>())); return feed();
        case 1:
            for (int i = in.take<std::uint8_t>() % 8; i != 0; --i)
                add_packet(in.take_bytes(in.take<std::uint8_t>() % 48));
            return feed();
        case 2: { // any bytes, in a series or not
            const auto bytes = tunnel::as_bytes(in.take_bytes(in.take<std::uint8_t>()));
            message.assign(bytes.begin(), bytes.end());
            return feed();
        }
        case 3: return send();
        case 4: return session.tick(now += in.take<std::uint16_t>() * std::int64_t{1'000'000'000});
        case 5:
            if (in.take<std::uint8_t>() % 8 == 0) session.transport_lost(now);
            return;
        default:
            if (session.queued() < most_from_calls) call(in, session);
        }
    }
    void run() {
        while (!in.rest().empty()) {
            step();
            hear();
            EXPECT(session.queued() <= most_queued);
            EXPECT(session.free_budget() <= 100'000);
        }
        send();
        EXPECT(!session.is_over() || session.queued() == 0);
    }
};

void run_client(input& in, const tunnel::agreement& agreed) {
    tunnel::client_session client(agreed, small(), 0);
    scene<tunnel::client_session> s{client, in, fuzz::call_client, {}};
    if (agreed.is_extended && in.take<std::uint8_t>() % 8 != 0) {
        s.add_packet(std::string_view("\x3c\0\0\0\0\0\0\0\0\0\0\0\0\0aaaaaaaaaaaaaaaa\0\0\0\0", 34));
        s.feed();
    }
    s.run();
}

void run_gateway(input& in, const tunnel::agreement& agreed) {
    tunnel::gateway_session gateway(agreed, small(), {}, 0);
    scene<tunnel::gateway_session>{gateway, in, fuzz::call_gateway, {}}.run();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    input in(data, size);
    const auto kind = in.take<std::uint8_t>();
    const std::uint32_t features = (kind & 8U) != 0 ? in.take<std::uint8_t>() & 127U : tunnel::usual_features;
    const tunnel::agreement agreed = (kind & 2U) != 0 ? fuzz::stock((kind & 4U) != 0) : fuzz::extended(features);
    if ((kind & 1U) != 0)
        run_client(in, agreed);
    else
        run_gateway(in, agreed);
    return 0;
}
