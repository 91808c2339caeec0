// The program's own operator new, which counts. The size of a block stands before it.
#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<std::size_t> count{0};
std::atomic<std::size_t> in_use{0};
constexpr std::size_t header = alignof(std::max_align_t);

} // namespace

std::size_t samesock::testing::allocations() noexcept { return count.load(); }
std::size_t samesock::testing::bytes_in_use() noexcept { return in_use.load(); }

void* operator new(std::size_t size) {
    void* const block = std::malloc(size + header);
    if (block == nullptr) std::abort();
    ++count;
    in_use += size;
    std::memcpy(block, &size, sizeof size);
    return static_cast<std::byte*>(block) + header;
}

void operator delete(void* memory) noexcept {
    if (memory == nullptr) return;
    void* const block = static_cast<std::byte*>(memory) - header;
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    in_use -= size;
    std::free(block);
}

void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }
