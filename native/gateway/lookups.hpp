// Names and addresses looked up by the system, which may take its time: on a few threads of their own, so that no loop
// waits. So many may wait, and no more.
#pragma once

#include "loop.hpp"

#include <samesock/endpoint.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace samesock::gateway {

/// getaddrinfo()'s arguments.
struct host_question {
    std::optional<std::string> host;
    std::optional<std::string> service;
    int family = 0;
    int type = 0;
    int protocol = 0;
    int flags = 0;
};
struct host_entry {
    int family = 0;
    int type = 0;
    int protocol = 0;
    std::string canonical_name;
    endpoint address;
};
struct host_answer {
    std::error_code error; ///< EAI, or errno
    std::vector<host_entry> entries;
};
struct name_answer {
    std::error_code error;
    std::string host;
    std::string service;
};

/// The system's, on the calling thread.
[[nodiscard]] host_answer look_up(const host_question& question);
[[nodiscard]] name_answer look_up(const endpoint& of, int flags);

/// What stands in for the system's where names are looked up; called on several threads.
using resolver = std::function<host_answer(const host_question&)>;

class lookups {
public:
    /// Empty: the system is asked.
    explicit lookups(resolver names = {}, unsigned threads = 4, std::size_t most_waiting = 256)
        : names_(std::move(names)), most_threads_(threads), most_waiting_(most_waiting) {}
    lookups(const lookups&) = delete;
    lookups& operator=(const lookups&) = delete;
    ~lookups();

    /// From any thread: `work` runs on one of ours. False: too many wait.
    [[nodiscard]] bool run(std::function<void()> work);
    /// For such work.
    [[nodiscard]] host_answer resolve(const host_question& question) const {
        return names_ ? names_(question) : look_up(question);
    }

private:
    void serve();

    const resolver names_;
    const unsigned most_threads_;
    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    std::vector<std::thread> threads_;
    unsigned idle_ = 0;
    bool is_over_ = false;
};

} // namespace samesock::gateway
