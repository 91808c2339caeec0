// Two sessions joined back to back, programs that call anything at both, and a transport that delays and breaks:
// whatever is called, neither end finds the other one malformed, and what was sent arrives.
#include "tunnel_calls.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace {

using namespace samesock;
using fuzz::input;
using message = std::vector<std::byte>;

class pair {
public:
    pair(input& in, const tunnel::agreement& agreed)
        : in_(in), client_(agreed, unconfirmed(), 0), gateway_(agreed, unconfirmed(), {secret(0), 0}, 0) {}

    void run() {
        while (!in_.rest().empty()) step();
        for (int i = 0; i != 3; ++i) {
            pump(client_, up_, 1000);
            pump(gateway_, down_, 1000);
            while (!up_.empty()) deliver_up();
            while (!down_.empty()) deliver_down();
        }
    }

private:
    static tunnel::settings unconfirmed() {
        tunnel::settings s;
        s.queue = 200'000;
        s.unconfirmed_connect = true;
        return s;
    }
    static tunnel::wire::secret secret(std::uint8_t number) {
        tunnel::wire::secret s;
        s.fill(std::byte{number});
        return s;
    }

    void step() {
        switch (in_.take<std::uint8_t>() % 8) {
        case 0: return pump(client_, up_, 1);
        case 1: return pump(gateway_, down_, 1);
        case 2: return deliver_up();
        case 3: return deliver_down();
        case 4:
            if (in_.take<std::uint8_t>() % 8 == 0) lose();
            return;
        case 5:
        case 6: fuzz::call_client(in_, client_); return hear_client();
        default: fuzz::call_gateway(in_, gateway_); return hear_gateway();
        }
    }
    static void pump(tunnel::session& s, std::deque<message>& queue, int most) {
        for (; most != 0; --most) {
            const auto pieces = s.next_message();
            if (pieces.empty()) return;
            message& whole = queue.emplace_back();
            for (const auto piece : pieces) whole.insert(whole.end(), piece.begin(), piece.end());
            s.message_sent();
        }
    }
    static std::optional<message> front(std::deque<message>& queue) {
        if (queue.empty()) return std::nullopt;
        std::optional<message> first = std::move(queue.front());
        queue.pop_front();
        return first;
    }
    void deliver_up() {
        const auto m = front(up_);
        if (!m) return;
        gateway_.feed(*m, 0);
        hear_gateway();
    }
    void deliver_down() {
        const auto m = front(down_);
        if (!m) return;
        client_.feed(*m, 0);
        hear_client();
    }
    void hear_client() {
        while (const auto e = client_.next_event()) check(*e);
        expect_well_formed(client_.why());
        EXPECT(client_.strays() == 0 || !client_.agreement().is_extended);
    }
    void hear_gateway() {
        while (const auto e = gateway_.next_event()) {
            check(*e);
            fuzz::answer(in_, gateway_, *e);
        }
        expect_well_formed(gateway_.why());
        EXPECT(gateway_.strays() == 0 || !gateway_.agreement().is_extended);
    }
    static void expect_well_formed(tunnel::reason why) {
        fuzz::expect(!tunnel::is_malformed(why), "the other end is not malformed", tunnel::text_of(why));
    }
    static void check(const tunnel::event& e) {
        if (const auto* const data = std::get_if<tunnel::events::received>(&e))
            for (const std::byte b : data->bytes.first(data->bytes.size() < 8 ? data->bytes.size() : 8)) (void)b;
    }
    void lose() {
        up_.clear();
        down_.clear();
        client_.transport_lost(0);
        gateway_.transport_lost(0);
        hear_client();
        hear_gateway();
        const auto what = client_.resumable();
        if (!what || !gateway_.is_offline()) return;
        tunnel::agreement again = client_.agreement();
        again.resumes = true;
        client_.reconnected(again, 0);
        EXPECT(gateway_.resume(what->received, {secret(++secrets_), 0}, 0));
    }

    input& in_;
    tunnel::client_session client_;
    tunnel::gateway_session gateway_;
    std::deque<message> up_, down_;
    std::uint8_t secrets_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    input in(data, size);
    const auto kind = in.take<std::uint8_t>();
    const std::uint32_t features = (kind & 8U) != 0 ? in.take<std::uint8_t>() & 127U : tunnel::usual_features;
    const bool is_stock = kind % 8 == 1 || kind % 8 == 3;
    pair(in, is_stock ? fuzz::stock(kind % 8 == 3) : fuzz::extended(features)).run();
    return 0;
}
