// The table of handles: see handle_table.hpp.
#include "handle_table.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <new>

namespace samesock::platform {

namespace {

// Windows has no more than 16 million handles in a process.
constexpr std::size_t page_size = 4096;
constexpr std::size_t page_count = 4096;
constexpr std::uint32_t one_generation = 1u << 8;
constexpr std::uint32_t trait_bits = one_generation - 1;

using page = std::array<std::atomic<std::uint32_t>, page_size>;
constinit std::array<std::atomic<page*>, page_count> pages{}; // never freed: threads may outlive main()

constexpr std::size_t index_of(handle h) noexcept { return static_cast<std::uintptr_t>(h) / 4; }

std::atomic<std::uint32_t>* find(handle h) noexcept {
    const std::size_t index = index_of(h);
    if (index >= page_size * page_count) return nullptr;
    page* const found = pages[index / page_size].load(std::memory_order_acquire);
    return found != nullptr ? &(*found)[index % page_size] : nullptr;
}

std::atomic<std::uint32_t>* find_or_make(handle h) noexcept {
    const std::size_t index = index_of(h);
    if (index >= page_size * page_count) return nullptr;
    std::atomic<page*>& place = pages[index / page_size];
    if (place.load(std::memory_order_acquire) == nullptr) {
        std::unique_ptr<page> fresh(new (std::nothrow) page{});
        page* none = nullptr;
        if (fresh && place.compare_exchange_strong(none, fresh.get(), std::memory_order_acq_rel)) (void)fresh.release();
    }
    return find(h);
}

constexpr std::uint32_t bit(trait t, bool on = true) noexcept { return on ? static_cast<std::uint32_t>(t) : 0; }

} // namespace

traits traits_of(handle h) noexcept {
    const auto* const entry = find(h);
    return traits(entry != nullptr ? entry->load(std::memory_order_acquire) : 0);
}

bool remember(handle h, bool blocking, bool datagram) noexcept {
    auto* const entry = find_or_make(h);
    if (entry == nullptr) return false;
    const std::uint32_t generation = (entry->load(std::memory_order_relaxed) & ~trait_bits) + one_generation;
    entry->store(generation | bit(trait::known) | bit(trait::blocking, blocking) | bit(trait::datagram, datagram),
                 std::memory_order_release);
    return true;
}

void change(handle h, trait t, bool on) noexcept {
    auto* const entry = find(h);
    if (entry == nullptr) return;
    if (on)
        entry->fetch_or(bit(t), std::memory_order_acq_rel);
    else
        entry->fetch_and(~bit(t), std::memory_order_acq_rel);
}

void forget(handle h) noexcept {
    if (auto* const entry = find(h)) entry->fetch_and(~trait_bits, std::memory_order_acq_rel);
}

} // namespace samesock::platform
