// The buffers of a message: an iterable's items, lent until the message has been sent or received.
#pragma once

#include "arguments.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace samesock::python {

/// The items of an iterable as a tuple, which nobody changes meanwhile. TypeError(`refusal`) where it is none.
[[nodiscard]] inline owned items_of(PyObject* iterable, const char* refusal) noexcept {
    const owned items(PySequence_Fast(iterable, refusal));
    return items ? owned(PySequence_Tuple(items.get())) : owned();
}

/// As many lent buffers as an iterable has items. Its members throw std::bad_alloc.
class buffer_list {
public:
    /// `lend` takes a place and an item, and says whether it has set no exception.
    template <class Lend>
    [[nodiscard]] bool borrow(PyObject* iterable, const char* refusal, Lend lend) {
        const owned items = items_of(iterable, refusal);
        if (!items) return false;
        size_ = PyTuple_GET_SIZE(items.get());
        lent_ = std::make_unique<lent_buffer[]>(static_cast<std::size_t>(size_));
        for (Py_ssize_t i = 0; i < size_; ++i)
            if (!lend(lent_[static_cast<std::size_t>(i)], PyTuple_GET_ITEM(items.get(), i))) return false;
        return true;
    }

    /// As the core takes them.
    template <class Buffer>
    [[nodiscard]] std::vector<Buffer> views() const {
        std::vector<Buffer> all;
        all.reserve(static_cast<std::size_t>(size_));
        for (const lent_buffer* one = lent_.get(); one != lent_.get() + size_; ++one)
            all.emplace_back(one->data(), static_cast<std::size_t>(one->size()));
        return all;
    }

private:
    std::unique_ptr<lent_buffer[]> lent_;
    Py_ssize_t size_ = 0;
};

} // namespace samesock::python
