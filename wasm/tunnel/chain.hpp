// A list whose links lie in what is listed: to enter and to leave it needs no memory and no search.
#pragma once

namespace samesock::platform {

/// A link, and the head of a list as well: an empty one leads to itself.
class chain_link {
public:
    chain_link() noexcept = default;
    chain_link(const chain_link&) = delete;
    chain_link& operator=(const chain_link&) = delete;
    ~chain_link() { leave(); }

    [[nodiscard]] bool is_linked() const noexcept { return next_ != this; }
    /// Leaves where it was, and goes before `other`: to the end of the list whose head that is.
    void enter_before(chain_link& other) noexcept {
        leave();
        previous_ = other.previous_;
        next_ = &other;
        previous_->next_ = this;
        other.previous_ = this;
    }
    void leave() noexcept {
        previous_->next_ = next_;
        next_->previous_ = previous_;
        previous_ = next_ = this;
    }
    [[nodiscard]] chain_link* next() const noexcept { return next_; }

private:
    chain_link* previous_ = this;
    chain_link* next_ = this;
};

/// A list of `Item`, which derives from `Link`, which derives from chain_link. Items outlive their place in it.
template <class Item, class Link>
class chain {
public:
    ~chain() {
        while (!empty()) head_.next()->leave();
    }
    chain() noexcept = default;
    chain(const chain&) = delete;
    chain& operator=(const chain&) = delete;

    [[nodiscard]] bool empty() const noexcept { return !head_.is_linked(); }
    [[nodiscard]] Item& front() noexcept { return item(head_.next()); }
    void push_back(Item& one) noexcept { static_cast<Link&>(one).enter_before(head_); }

    /// Each item once; `f` may take its own out of the list.
    template <class F>
    void for_each(F f) noexcept {
        for (chain_link* at = head_.next(); at != &head_;) {
            chain_link* const next = at->next();
            f(item(at));
            at = next;
        }
    }

private:
    static Item& item(chain_link* at) noexcept { return static_cast<Item&>(static_cast<Link&>(*at)); }

    chain_link head_;
};

} // namespace samesock::platform
