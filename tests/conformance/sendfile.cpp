// sendfile: whole files, parts of them, from the kernel or through the program.
#include "suite.hpp"

#include <cstdio>
#include <sstream>

namespace {

// A file with the content, rewound; removed when it goes.
class temporary_file {
public:
    explicit temporary_file(std::string_view content) {
        file_ = std::fopen(name_.c_str(), "w+b");
#if SAMESOCK_HAS_FMEMOPEN
        // A component has no directory unless it is given one.
        if (file_ == nullptr) file_ = fmemopen(nullptr, content.size() + 4096, "w+b");
#endif
        REQUIRE(file_ != nullptr);
        REQUIRE(std::fwrite(content.data(), 1, content.size(), file_) == content.size());
        std::rewind(file_);
    }
    ~temporary_file() {
        if (file_ != nullptr) (void)std::fclose(file_);
        (void)std::remove(name_.c_str());
    }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    [[nodiscard]] std::FILE* get() const noexcept { return file_; }

private:
    // Unique among processes that run at once: the port of a socket that lives on meanwhile.
    ss::socket keeps_ = bound_udp();
    std::string name_ = "samesock-" + std::to_string(value_of(keeps_.try_getsockname()).port()) + ".file";
    std::FILE* file_ = nullptr;
};

} // namespace

TEST_CASE("sendfile sends a whole file", "[sendfile]") {
    const std::string content = pattern(1'000'000);
    const temporary_file f(content);
    auto s = connected_to_peer("discard");
    ok(s.try_sendall("sendfile"));
    CHECK(value_of(s.try_sendfile(f.get())) == content.size());
    CHECK(std::ftell(f.get()) == 1'000'000);
    ok(s.try_close());
    CHECK(peer_report("sendfile") == "1000000 " + std::to_string(fingerprint(content)) + " eof");
}

TEST_CASE("sendfile sends a part of a file and moves its position", "[sendfile]") {
    const temporary_file f("0123456789");
    auto [client, server] = tcp_pair();
    CHECK(value_of(client.try_sendfile(f.get(), 3, 4)) == 4);
    CHECK(read_exactly(server, 4) == "3456");
    CHECK(std::ftell(f.get()) == 7);
    CHECK(value_of(client.try_sendfile(f.get(), 8, 100)) == 2);
    CHECK(read_exactly(server, 2) == "89");
    CHECK(value_of(client.try_sendfile(f.get(), 50)) == 0);
}

TEST_CASE("sendfile sends a large file in blocking mode", "[sendfile][bulk]") {
    const std::string content = pattern(13'000'000);
    const temporary_file f(content);
    auto s = connected_to_peer("slow");
    ok(s.try_settimeout(std::nullopt));
    ok(s.try_sendall("largefil"));
    CHECK(value_of(s.try_sendfile(f.get())) == content.size());
    ok(s.try_close());
    CHECK(peer_report("largefil") == "13000000 " + std::to_string(fingerprint(content)) + " eof");
}

TEST_CASE("sendfile sends a stream of the standard library", "[sendfile]") {
    std::istringstream file("0123456789");
    auto [client, server] = tcp_pair();
    CHECK(value_of(client.try_sendfile(file, 2, 5)) == 5);
    CHECK(read_exactly(server, 5) == "23456");
    CHECK(file.tellg() == std::streampos(7));
    const std::string content = pattern(100'000);
    std::istringstream large(content);
    CHECK(value_of(client.try_sendfile(large)) == content.size());
    CHECK((read_exactly(server, content.size()) == content));
}

TEST_CASE("sendfile refuses datagrams non-blocking sockets and bad ranges", "[sendfile][bad]") {
    std::istringstream file("x");
    auto [client, server] = tcp_pair();
    CHECK(error_of(client.try_sendfile(file, -1)) == ss::misuse::negative_offset);
    CHECK(error_of(client.try_sendfile(file, 0, 0)) == ss::misuse::sendfile_count);
    CHECK(error_of(client.try_sendfile(file, 0, -5)) == ss::misuse::sendfile_count);
    ok(client.try_setblocking(false));
    CHECK(error_of(client.try_sendfile(file)) == ss::misuse::non_blocking);
    CHECK(error_of(udp().try_sendfile(file)) == ss::misuse::not_a_stream);
}

TEST_CASE("sendfile to a connection that is shut down is EPIPE and no signal", "[sendfile][semantics-20]") {
    std::istringstream stream(pattern(10'000));
    auto [client, server] = tcp_pair();
    ok(client.try_shutdown(ss::SHUT_WR));
    CHECK(error_of(client.try_sendfile(stream)) == ss::errno_code(EPIPE));
    const temporary_file f(pattern(10'000));
    CHECK(error_of(client.try_sendfile(f.get())) == ss::errno_code(EPIPE));
}
