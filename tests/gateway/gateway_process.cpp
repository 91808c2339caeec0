// Starting, watching and ending it: see gateway_process.hpp.
#include "gateway_process.hpp"

#include <catch2/catch_all.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace samesock::testing {
namespace {

using std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(60); // with what should come at once
constexpr auto look_again = std::chrono::milliseconds(5);

std::string content_of(int fd) {
    std::string all;
    std::array<char, 4096> some;
    for (;;) {
        const ssize_t size = ::pread(fd, some.data(), some.size(), static_cast<off_t>(all.size()));
        if (size <= 0) return all;
        all.append(some.data(), static_cast<std::size_t>(size));
    }
}

std::uint16_t port_in(const std::string& said, std::string_view before) {
    const auto at = said.find(before);
    if (at == std::string::npos) return 0;
    return static_cast<std::uint16_t>(std::stoi(said.substr(said.find(':', at + before.size()) + 1)));
}

} // namespace

gateway_process::gateway_process(std::string_view toml) : lines_(::memfd_create("log", MFD_CLOEXEC)) {
    std::string folder = (std::filesystem::temp_directory_path() / "gateway-XXXXXX").string();
    REQUIRE(::mkdtemp(folder.data()) != nullptr);
    folder_ = folder;
    write_configuration(toml);
    start();
}

gateway_process::~gateway_process() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void gateway_process::write_configuration(std::string_view toml) const { std::ofstream(configuration()) << toml; }

void gateway_process::start() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    const gateway::descriptor out(ends[0]);
    gateway::descriptor in(ends[1]);
    const std::string file = configuration();
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
        // It does not outlive a test that crashes.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(126);
        ::dup2(in.number(), 1);
        ::dup2(lines_.number(), 2);
        ::execl(SAMESOCK_GATEWAY_PROGRAM, "samesock-gateway", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
                "--config", file.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    REQUIRE(pid_ > 0);
    in = {};
    read_announcement(out.number());
}

void gateway_process::read_announcement(int fd) {
    std::string said;
    std::array<char, 4096> some;
    for (pollfd ready{fd, POLLIN, 0}; ::poll(&ready, 1, 60'000) == 1;) {
        const ssize_t size = ::read(fd, some.data(), some.size());
        if (size <= 0) break;
        said.append(some.data(), static_cast<std::size_t>(size));
        port_ = said.ends_with("/\n") ? port_in(said, "listening on ws://") : std::uint16_t{0};
        if (port_ != 0) break;
    }
    INFO(said << content_of(lines_.number()));
    REQUIRE(port_ != 0);
    admin_port_ = port_in(said, "admin on http://");
}

void gateway_process::signal(int number) const { REQUIRE(::kill(pid_, number) == 0); }

std::string gateway_process::line_with(std::string_view text) {
    for (const auto until = steady_clock::now() + patience; steady_clock::now() < until;) {
        const std::string all = content_of(lines_.number());
        if (const auto at = all.find(text, lines_read_); at != std::string::npos && all.find('\n', at) != at) {
            const auto end = all.find('\n', at);
            const auto begin = all.rfind('\n', at) + 1; // 0 where there is none
            if (end != std::string::npos) {
                lines_read_ = end;
                return all.substr(begin, end - begin);
            }
        }
        std::this_thread::sleep_for(look_again);
    }
    UNSCOPED_INFO(content_of(lines_.number()));
    return {};
}

int gateway_process::exit_code() {
    for (const auto until = steady_clock::now() + patience; steady_clock::now() < until;) {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            UNSCOPED_INFO(content_of(lines_.number()));
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        std::this_thread::sleep_for(look_again);
    }
    return -1;
}

std::size_t gateway_process::figure(std::string_view name) const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/status");
    std::string word;
    std::size_t kibibytes = 0;
    while (word != name && file >> word) {}
    REQUIRE(file >> kibibytes);
    return kibibytes * 1024;
}

} // namespace samesock::testing
