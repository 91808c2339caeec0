// The table, and the changes of state that several operations share.
#include "sockets.hpp"
#include "pollers.hpp"

namespace samesock::platform {
namespace {

// As many as a Linux process may have by default at most.
constexpr std::size_t most_handles = std::size_t{1} << 20;

} // namespace

slot* handle_table::find(handle h) noexcept {
    const auto index = static_cast<std::size_t>(static_cast<std::intptr_t>(h) - first_handle);
    if (index >= slots_.size() || slots_[index].socket == nullptr) [[unlikely]]
        return nullptr;
    return &slots_[index];
}

status handle_table::reserve() {
    while (lowest_free_ < slots_.size() && slots_[lowest_free_].socket != nullptr) ++lowest_free_;
    if (lowest_free_ == most_handles) return failed_with(EMFILE);
    if (lowest_free_ == slots_.size()) slots_.emplace_back();
    return {};
}

result<handle> handle_table::enter(socket_record* record) {
    if (auto room = reserve(); !room) return failure(room.error());
    const std::size_t index = lowest_free_++;
    slots_[index] = {};
    slots_[index].socket = record;
    ++used_;
    return static_cast<handle>(first_handle + static_cast<std::intptr_t>(index));
}

socket_record* handle_table::leave(handle h) noexcept {
    slot* const s = find(h);
    socket_record* const record = std::exchange(s->socket, nullptr);
    const auto index = static_cast<std::size_t>(s - slots_.data());
    if (index < lowest_free_) lowest_free_ = index;
    --used_;
    return --record->references == 0 ? record : nullptr;
}

// -- records ----------------------------------------------------------------------------------------------------------

socket_record::~socket_record() {
    if (twin != nullptr) twin->twin = nullptr;
}

void socket_record::touch() noexcept {
    waiters.wake();
    registrations.for_each([](registration& one) { may_be_ready(one); });
}

void socket_record::end(int error) noexcept {
    if (error != 0) pending_error = error;
    id = 0;
    owes_end = waits_for_link = false;
    if (now == phase::connected) {
        no_more_in = no_more_out = true;
    } else {
        // It goes on, with another socket of the gateway's.
        failed = now == phase::connecting;
        if (is_stream()) now = phase::idle;
        bound = auto_bound = false;
        accepts = 0;
        local = peer = {};
        backlog.clear();
    }
    touch();
}

void socket_record::start_over() noexcept {
    in.clear();
    now = phase::idle;
    unannounced = failed = no_more_in = owes_end = no_more_out = read_shut = write_shut = bound = false;
    waits_for_link = false;
    pending_error = 0;
    id = 0;
    accepts = 0;
    local = peer = {};
    backlog.clear();
    touch();
}

} // namespace samesock::platform
