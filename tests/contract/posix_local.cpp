// AF_UNIX on POSIX: paths, abstract names, unnamed sockets, and descriptors on their way.
#include "posix.hpp"

#include <algorithm>
#include <vector>

using namespace contract;

namespace {

std::span<const std::byte> bytes_of(const int& fd) { return std::as_bytes(std::span(&fd, 1)); }

control descriptors(std::span<const std::byte> fds) {
    return {samesock::sol_socket, samesock::scm_rights, {fds.data(), fds.size()}};
}

struct local_pair {
    owned a;
    owned b;
};
local_pair pair_of(const kind& what = local_stream) {
    const auto both = must(open_pair(what));
    return {owned(both[0]), owned(both[1])};
}

std::vector<int> received_descriptors(const received_message& message) {
    std::vector<int> fds;
    for (const auto& item : message.ancillary) {
        REQUIRE(item.level == samesock::sol_socket);
        REQUIRE(item.type == samesock::scm_rights);
        fds.resize(item.data.size() / sizeof(int));
        std::memcpy(fds.data(), item.data.data(), fds.size() * sizeof(int));
    }
    return fds;
}

received_message receive_one(handle h, message_flags flags, std::size_t ancillary) {
    std::array<char, 16> room{};
    const std::array<samesock::mutable_buffer, 1> into{room};
    return must(receive_message(h, into, flags, ancillary));
}

const std::array<samesock::const_buffer, 1> one_byte{"x"};

} // namespace

TEST_CASE("a local socket is bound to a path, and its client is unnamed") {
    const scratch_directory dir;
    const std::string path = dir.file("socket");
    const owned listener = listening(local_stream, local_address(path));
    REQUIRE(must(local_endpoint(listener)) == local_address(path));
    const owned client = open_socket(local_stream);
    must(connected(client, local_address(path)));
    const accepted one = accept_one(listener);
    const owned server(one.connection);
    REQUIRE(one.peer.family == samesock::af_unix);
    REQUIRE(one.peer.length == 0);
    REQUIRE(must(peer_endpoint(client)) == local_address(path));
    REQUIRE(must(local_endpoint(client)).family == samesock::af_unix);
    REQUIRE(must(local_endpoint(client)).length == 0);
    send_text(client, "local");
    REQUIRE(received_text(server) == "local");
    REQUIRE(must(describe(server)).family == samesock::af_unix);
}

TEST_CASE("a local path may fill its field and no more") {
    const scratch_directory dir;
    const std::string start_of_path = dir.file("");
    for (const std::size_t size : {std::size_t{107}, std::size_t{108}}) {
        const std::string path = start_of_path + std::string(size - start_of_path.size(), 'p');
        const owned h = open_socket(local_datagram);
        must(bind(h, local_address(path)));
        REQUIRE(path_of(must(local_endpoint(h))) == path);
        const owned from = open_socket(local_datagram);
        REQUIRE(must(send_to(from, data_of("x"), {}, local_address(path))) == 1);
        REQUIRE(received_text(h) == "x");
    }
    const owned h = open_socket(local_datagram);
    REQUIRE(error_of(bind(h, local_address(start_of_path + std::string(109 - start_of_path.size(), 'p')))) ==
            std::errc::filename_too_long);
}

TEST_CASE("a local path that is in use, or that is not there, says so") {
    const scratch_directory dir;
    const std::string path = dir.file("socket");
    const owned first = listening(local_stream, local_address(path));
    const owned second = open_socket(local_stream);
    REQUIRE(error_of(bind(second, local_address(path))) == std::errc::address_in_use);
    REQUIRE(error_of(connect(second, local_address(dir.file("nobody")))) == std::errc::no_such_file_or_directory);
}

TEST_CASE("a local datagram says where it is from, if it is from anywhere") {
    const scratch_directory dir;
    const owned to = open_socket(local_datagram);
    must(bind(to, local_address(dir.file("to"))));
    const owned named_sender = open_socket(local_datagram);
    must(bind(named_sender, local_address(dir.file("from"))));
    const owned unnamed = open_socket(local_datagram);
    std::array<std::byte, 8> room;
    (void)must(send_to(named_sender, data_of("a"), {}, local_address(dir.file("to"))));
    REQUIRE(must(receive_from(to, room, {})).peer == local_address(dir.file("from")));
    (void)must(send_to(unnamed, data_of("b"), {}, local_address(dir.file("to"))));
    REQUIRE(must(receive_from(to, room, {})).peer.length == 0);
}

TEST_CASE("the two ends of a pair are unnamed") {
    const auto [a, b] = pair_of();
    REQUIRE(must(local_endpoint(a)) == local_address(""));
    REQUIRE(must(peer_endpoint(a)) == local_address(""));
}

TEST_CASE("pairs keep the borders of messages where their type does") {
    for (const auto type : {samesock::sock_dgram, samesock::sock_seqpacket}) {
        const auto [a, b] = pair_of({samesock::af_unix, type, {}});
        send_text(a, "one");
        send_text(a, "two");
        REQUIRE(received_text(b) == "one");
        REQUIRE(received_text(b) == "two");
    }
}

#ifdef __linux__
TEST_CASE("an abstract name is as long as it says, with NULs in it") {
    const std::string name =
        std::string("\0samesock\0contract ", 19) + std::to_string(::getpid()) + std::string("\0", 1);
    const owned listener = listening(local_stream, local_address(name));
    REQUIRE(path_of(must(local_endpoint(listener))) == name);
    const owned client = open_socket(local_stream);
    must(connected(client, local_address(name)));
    REQUIRE(path_of(must(peer_endpoint(client))) == name);
    const owned other = open_socket(local_stream);
    REQUIRE(error_of(connect(other, local_address(name.substr(0, name.size() - 1)))) == std::errc::connection_refused);
}

TEST_CASE("an empty name asks Linux for one of its choosing") {
    const owned h = open_socket(local_stream);
    must(bind(h, local_address("")));
    const std::string name = path_of(must(local_endpoint(h)));
    REQUIRE(name.size() == 6);
    REQUIRE(name[0] == '\0');
}
#endif

TEST_CASE("a descriptor goes to another process's side of a pair") {
    const auto [a, b] = pair_of();
    const owned sent = bound_udp();
    const int number = static_cast<int>(static_cast<std::intptr_t>(handle(sent)));
    const std::array items{descriptors(bytes_of(number))};
    REQUIRE(must(send_message(a, one_byte, {}, nullptr, items)) == 1);
    const auto message = receive_one(b, {}, must(ancillary_space(sizeof(int))));
    REQUIRE(message.size == 1);
    REQUIRE((message.flags & samesock::msg_ctrunc) == message_flags{});
    const auto fds = received_descriptors(message);
    REQUIRE(fds.size() == 1);
    const owned arrived(static_cast<handle>(fds[0]));
    REQUIRE(fds[0] != number);
    REQUIRE(must(local_endpoint(arrived)) == must(local_endpoint(sent)));
    REQUIRE(must(get_inheritable(arrived))); // as in CPython: recvmsg leaves it to the flags
}

#ifdef __linux__
TEST_CASE("a flag makes received descriptors non-inheritable") {
    const auto [a, b] = pair_of();
    const int number = STDIN_FILENO;
    const std::array items{descriptors(bytes_of(number))};
    REQUIRE(must(send_message(a, one_byte, {}, nullptr, items)) == 1);
    const auto fds =
        received_descriptors(receive_one(b, samesock::msg_cmsg_cloexec, must(ancillary_space(sizeof(int)))));
    REQUIRE(fds.size() == 1);
    const owned arrived(static_cast<handle>(fds[0]));
    REQUIRE_FALSE(must(get_inheritable(arrived)));
}

TEST_CASE("an abstract name may be the address of a message") {
    const std::string name = std::string("\0samesock message ", 18) + std::to_string(::getpid());
    const owned to = open_socket(local_datagram);
    must(bind(to, local_address(name)));
    const owned from = open_socket(local_datagram);
    const endpoint at = local_address(name);
    REQUIRE(must(send_message(from, one_byte, {}, &at, {})) == 1);
    REQUIRE(receive_one(to, {}, 0).size == 1);
}

TEST_CASE("many descriptors, and credentials beside them, go in one message") {
    const auto [a, b] = pair_of();
    const int on = 1;
    must(set_option(b, {samesock::sol_socket, samesock::so_passcred}, std::as_bytes(std::span(&on, 1))));
    const std::vector<int> numbers(100, STDIN_FILENO);
    const std::array items{descriptors(std::as_bytes(std::span(numbers)))};
    REQUIRE(must(send_message(a, one_byte, {}, nullptr, items)) == 1);
    const auto message = receive_one(b, samesock::msg_cmsg_cloexec, 1024);
    REQUIRE(message.ancillary.size() == 2);
    for (const auto& item : message.ancillary) {
        if (item.type == samesock::scm_rights) {
            REQUIRE(item.data.size() == numbers.size() * sizeof(int));
            for (std::size_t i = 0; i != numbers.size(); ++i) {
                int fd = -1;
                std::memcpy(&fd, item.data.data() + i * sizeof fd, sizeof fd);
                must(close(static_cast<handle>(fd)));
            }
        } else {
            REQUIRE(item.type == samesock::control_type(SCM_CREDENTIALS));
            ucred who{};
            REQUIRE(item.data.size() == sizeof who);
            std::memcpy(&who, item.data.data(), sizeof who);
            REQUIRE(who.pid == ::getpid());
        }
    }
}
#endif

TEST_CASE("ancillary data without room is cut off, and nothing stays open") {
    const int before = open_descriptors();
    {
        const auto [a, b] = pair_of();
        const std::array<int, 4> numbers{STDIN_FILENO, STDIN_FILENO, STDIN_FILENO, STDIN_FILENO};
        const std::array items{descriptors(std::as_bytes(std::span(numbers)))};
        for (const std::size_t room : {std::size_t{0}, must(ancillary_length(2 * sizeof(int)))}) {
            REQUIRE(must(send_message(a, one_byte, {}, nullptr, items)) == 1);
            const auto message = receive_one(b, {}, room);
            REQUIRE((message.flags & samesock::msg_ctrunc) == samesock::msg_ctrunc);
            const auto fds = received_descriptors(message);
            REQUIRE(fds.size() <= 2);
            for (const int fd : fds) must(close(static_cast<handle>(fd)));
        }
    }
    REQUIRE(open_descriptors() == before);
}

TEST_CASE("a descriptor that is none cannot be sent") {
    const auto [a, b] = pair_of();
    const int number = 4095;
    const std::array items{descriptors(bytes_of(number))};
    REQUIRE(error_of(send_message(a, one_byte, {}, nullptr, items)) == std::errc::bad_file_descriptor);
}

TEST_CASE("a message may carry nothing but ancillary data of a kind that nobody knows") {
    const auto [a, b] = pair_of();
    const std::array items{control{samesock::sol_socket, samesock::control_type(0x7ffe), "data"}};
    REQUIRE_FALSE(send_message(a, one_byte, {}, nullptr, items).has_value());
}
