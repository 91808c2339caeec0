// A client that comes back for its session, which may be on another worker: see connection.hpp.
#include "connection.hpp"
#include "session_table.hpp"
#include "worker.hpp"

#include <utility>

namespace samesock::gateway {

using namespace tunnel;

// True: it is seen to.
bool connection::try_to_resume() {
    const auto& extension = handshake_->client().extension;
    if (!extension || !extension->resume || !agreement_.has(feature::resume)) return false;
    const resumption asked = *extension->resume;
    const auto place = worker_.sessions.find(asked.secret, {principal_, record_.origin});
    if (!place) return false;
    if (place->on == &worker_)
        resume(asked);
    else
        move_to(*place->on, asked);
    return true;
}

/// A WebSocket on its way to the worker of its session. The client waits for an answer, so nothing is being received.
struct connection::moving {
    upgraded what;
    tunnel::agreement agreement;
    resumption asked;
};

void connection::move_to(worker& other, const resumption& asked) {
    auto all = std::make_shared<moving>();
    all->what.fd = std::move(fd_);
    all->what.tls = std::move(tls_);
    all->what.client_key = client_key_;
    all->what.lease = std::move(lease_);
    all->what.principal = principal_;
    all->what.record = std::move(record_);
    all->agreement = agreement_;
    all->asked = asked;
    worker_.loop.forget(all->what.fd.number());
    disappear();
    other.loop.post([&other, all] { arrive(other, *all); });
}

void connection::arrive(worker& on, moving& from) {
    auto one = std::make_unique<connection>(on, std::move(from));
    connection& self = *one.release();
    if (on.is_draining) return self.lose("the gateway is leaving");
    if (on.loop.watch(self.fd_.number(), self) != 0) return self.lose("the system has no room for it");
    self.resume(from.asked);
}

connection::connection(worker& on, moving&& from) : connection(on, std::move(from.what), false) {
    agreement_ = from.agreement;
}

void connection::resume(const resumption& asked) {
    const auto place = worker_.sessions.find(asked.secret, {principal_, record_.origin});
    const auto known = place ? place->session.lock() : nullptr;
    if (known && known->plugged_in() != nullptr) known->plugged_in()->displace();
    welcome_in();
    if (!known || !known->resume(asked.received)) {
        if (known) known->give_up();
        return begin_session();
    }
    tenant_ = known;
    tenant_->plug_in(this);
    record_.protocol = "samesock";
    worker_.figures.sessions_resumed.add();
    serve();
}

void connection::displace() { lose("another WebSocket has taken its session"); }

} // namespace samesock::gateway
