// The command line and the TOML file: what they come to, and what is said of a mistake, with its place.
#include "new_folder.hpp"
#include "strangers.hpp"
#include "texts.hpp"

#include "command_line.hpp"
#include "configuration.hpp"

#include <catch2/catch_all.hpp>

#include <filesystem>
#include <fstream>

using namespace samesock::gateway;
using namespace samesock::gateway::test;
using samesock::testing::strangers;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Equals;
using Catch::Matchers::StartsWith;

namespace {

std::variant<command_line, nothing_to_run> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "samesock-gateway");
    return parse_command_line(arguments);
}
command_line line(const std::vector<const char*>& arguments) { return std::get<command_line>(parse(arguments)); }

configuration load(const std::string& toml, const command_line& from = {}) {
    auto c = load_configuration(from, toml, "gateway.toml");
    INFO((c ? "" : c.error().front()));
    REQUIRE(c);
    return *std::move(c);
}

mistakes wrong(const std::string& toml, const command_line& from = {}) {
    auto c = load_configuration(from, toml, "gateway.toml");
    INFO(toml);
    REQUIRE_FALSE(c);
    return c.error();
}

struct folder : samesock::testing::new_folder {
    folder() : new_folder("gateway-") {}
    std::string write(const std::string& name, const std::string& text, strangers who = strangers::may_nothing) const {
        const std::string file = (path() / name).generic_string();
        std::ofstream(file) << text;
        let(who, file);
        return file;
    }
};

} // namespace

TEST_CASE("with no argument it serves on loopback and opens nothing") {
    const auto c = load_configuration(line({}));
    REQUIRE(c);
    REQUIRE(c->listen.size() == 1);
    CHECK(to_text(c->listen[0]) == "127.0.0.1:6001");
    CHECK(c->policy.opens_nothing());
    CHECK_FALSE(c->credentials.are_required());
    CHECK_FALSE(c->admin);
    CHECK_FALSE(c->files);
    CHECK(c->warnings.empty());
    CHECK_THAT(std::string(how_to_open()), ContainsSubstring("--allow public"));
}

TEST_CASE("the command line is enough for a start") {
    const command_line l =
        line({"--listen", "127.0.0.1:0", "--listen=[::1]:0", "--allow", "127.0.0.0/8", "--allow", "[::1]", "--allow",
              "[fd00::]/8:443", "--allow-listen", "[::1]", "--admin", "127.0.0.1:0"});
    const auto c = load_configuration(l);
    INFO((c ? "" : c.error().front()));
    REQUIRE(c);
    CHECK(c->listen.size() == 2);
    CHECK(to_text(c->listen[1]) == "[::1]:0");
    CHECK(c->policy.allows_connect(at("[::1]:80")));
    CHECK(c->policy.allows_connect(at("127.0.0.1:80")));
    CHECK(c->policy.allows_connect(at("[fd00::1]:443")));
    CHECK_FALSE(c->policy.allows_connect(at("[fd00::1]:80")));
    CHECK(c->policy.allows_listen(at("[::1]:80")));
    CHECK(to_text(c->admin.value()) == "127.0.0.1:0");
}

TEST_CASE("a mistake on the command line is named, and nothing runs") {
    for (const std::vector<const char*>& arguments :
         {std::vector<const char*>{"--alow", "public"}, {"public"}, {"--allow"}, {"--listen"}, {"--token-file"}}) {
        const auto outcome = parse(arguments);
        const auto* nothing = std::get_if<nothing_to_run>(&outcome);
        REQUIRE(nothing != nullptr);
        CHECK(nothing->exit_code == 2);
        CHECK_FALSE(nothing->err.empty());
    }
    const auto c = load_configuration(line({"--allow", "10.0.0.0/33", "--listen", "localhost:80"}));
    REQUIRE(c.error().size() == 2);
    CHECK_THAT(c.error()[0], StartsWith("--listen: `localhost:80`"));
    CHECK_THAT(c.error()[1], StartsWith("--allow: `10.0.0.0/33`"));
}

TEST_CASE("--help says what a RULE is, and --version which one this is") {
    const auto help = std::get<nothing_to_run>(parse({"--help"}));
    CHECK(help.exit_code == 0);
    CHECK_THAT(help.out, ContainsSubstring("--allow-listen") && ContainsSubstring("*.example.org"));
    CHECK_THAT(std::get<nothing_to_run>(parse({"--version"})).out, ContainsSubstring("samesock-gateway "));
}

TEST_CASE("every key of the file has its effect") {
    const folder f;
    const std::string tokens = f.write("tokens", "alice 0123456789abcdef\n");
    const std::string passwords = f.write("passwords", "bob correct-horse\n");
    const std::string keys = f.write("keys", "carol " + std::string(42, 'A') + "A=\n");
    const configuration c = load(R"(
listen = ["127.0.0.1:7001", "[::1]:7001"]
allow = ["public:443", "10.0.0.0/8"]
allow-listen = ["127.0.0.0/8:0"]
deny = ["10.66.0.0/16"]
server-names = ["Gate.example.org.", "192.0.2.7"]
origins = ["https://App.example.org:443"]
token-file = ")" + tokens + R"("
password-file = ")" + passwords + R"("
key-file = ")" + keys + R"("
static = ")" + f.path().generic_string() +
                                 R"("
admin = "127.0.0.1:9090"
message = "be nice"
threads = 3
drain-seconds = 7
handshake-seconds = 5
connect-seconds = 6

[proxies]
trusted = ["127.0.0.1", "10.0.0.0/8"]
header = "proxy-v2"

[limits]
all-connections = 1
pending-connections = 2
connections = 3
streams = 4
listeners = 5
connections-per-minute = 6
streams-per-second = 7
bytes-per-second = 5000000000
failures-per-minute = 9

[tunnel]
window = 65536
budget = 1048576
queue = 3145728
stock-held = 2097152
route = 11
stall-seconds = 10
stock-linger-seconds = 8
grace-seconds = 9
first-grant = 4096
maximum-streams = 100
maximum-message = 65600
)");
    CHECK(c.listen.size() == 2);
    CHECK(c.policy.allows_connect(at("1.1.1.1:443")));
    CHECK(c.policy.allows_connect(at("10.0.0.1:80")));
    CHECK_FALSE(c.policy.allows_connect(at("10.66.0.1:80")));
    CHECK(c.policy.allows_listen(at("127.0.0.1:0")));
    CHECK(c.requests.server_names == std::vector<std::string>{"gate.example.org", "192.0.2.7"});
    CHECK(c.requests.allowed_origins == std::vector<std::string>{"https://app.example.org"});
    CHECK(c.credentials.by_token("0123456789abcdef") == "alice");
    CHECK(c.credentials.by_password("bob", "correct-horse") == "bob");
    CHECK(c.credentials.has_keys());
    CHECK(c.files);
    CHECK(to_text(c.admin.value()) == "127.0.0.1:9090");
    CHECK(c.message == "be nice");
    CHECK(c.threads == 3);
    CHECK(c.drain == std::chrono::seconds(7));
    CHECK(c.handshake == std::chrono::seconds(5));
    CHECK(c.connect == std::chrono::seconds(6));
    CHECK(c.trusted_proxies.size() == 2);
    CHECK(c.proxy_header == proxy_header::proxy_v2);
    CHECK(c.limits == limits{1, 2, 3, 4, 5, 6, 7, 5'000'000'000, 9});
    CHECK(c.session.window == 65'536);
    CHECK(c.session.budget == 1'048'576);
    CHECK(c.session.queue == 3'145'728);
    CHECK(c.session.stock_held == 2'097'152);
    CHECK(c.route == 11);
    CHECK(c.stall == std::chrono::seconds(10));
    CHECK(c.linger == std::chrono::seconds(8));
    CHECK(c.session.grace == 9'000'000'000);
    CHECK(c.terms.first_grant == 4'096);
    CHECK(c.terms.maximum_streams == 100);
    CHECK(c.terms.maximum_message == 65'600);
}

TEST_CASE("what the command line says counts instead of the file's") {
    const folder f;
    const std::string tokens = f.write("tokens", "alice 0123456789abcdef\n");
    const configuration c =
        load("listen = [\"127.0.0.1:7001\"]\nallow = [\"public\"]\n",
             line({"--listen", "127.0.0.1:7002", "--allow", "127.0.0.1", "--token-file", tokens.c_str()}));
    CHECK(to_text(c.listen.at(0)) == "127.0.0.1:7002");
    CHECK_FALSE(c.policy.allows_connect(at("1.1.1.1:443")));
    CHECK(c.policy.allows_connect(at("127.0.0.1:80")));
    CHECK(c.credentials.has_tokens());
}

TEST_CASE("a mistake in the file is named with line and column, and what to do") {
    struct row {
        const char* toml;
        const char* place;
        const char* says;
    };
    const row rows[] = {
        {"listen = [\n", "gateway.toml:", "not TOML"},
        {"allow = [\"public\"\nlisten = []", "gateway.toml:2:", "not TOML"},
        {"\n  = 3", "gateway.toml:2:", "not TOML"},
        {"listen = []\nlisten = []", "gateway.toml:2:", "not TOML"},
        {"[=", "gateway.toml:1:2", "not TOML"}, // on which toml++ has an assertion
        {"  [=w -", "gateway.toml:1:4", "not TOML"},
        // Characters that toml++ takes for impossible where they stand.
        {"threads = 1\n \xC3\xA4 = 1", "gateway.toml:2:2", "not TOML"},
        {"message = \"a\" \xEF\xBB\xBD", "gateway.toml:1:15", "not TOML"},
        {"threads = 1\xEF\xBB\x87", "gateway.toml:1:12", "not TOML"},
        {"alow = [\"public\"]", "gateway.toml:1:1", "there is no key `alow`; there are: listen, allow"},
        {"\n[limit]\nstreams = 1", "gateway.toml:2:", "there is no key `limit`"},
        {"[limits]\nstreems = 1", "gateway.toml:2:1",
         "there is no key `streems` in [limits]; there are: all-connections"},
        {"[limits.more]\nx = 1", "gateway.toml:1:", "there is no key `more` in [limits]"},
        {"limits = 3", "gateway.toml:1:10", "write [limits]"},
        {"allow = \"public\"", "gateway.toml:1:9", "allow is a list of texts: write [\"...\"]"},
        {"allow = [\"public\", 5]", "gateway.toml:1:20", "allow is a text"},
        {"allow = [\"public\",\n         \"10.0.0.0/33\"]", "gateway.toml:2:10: allow", "no prefix length"},
        {"allow = [\"localhost\"]", "gateway.toml:1:10: allow", "write 127.0.0.0/8"},
        {"allow-listen = [\"example.org\"]", "gateway.toml:1:17: allow-listen", "not a name"},
        {"deny = [\"example.org\"]", "gateway.toml:1:9: deny", "not a numeric address"},
        {"listen = [\"6001\"]", "gateway.toml:1:11: listen", "write ADDRESS:PORT"},
        {"admin = \"9090\"", "gateway.toml:1:9: admin", "write ADDRESS:PORT"},
        {"admin = 9090", "gateway.toml:1:9", "admin is a text: write it in quotes"},
        {"insecure = \"yes\"", "gateway.toml:1:12", "insecure is true or false"},
        {"insecure = 1", "gateway.toml:1:12", "insecure is true or false"},
        {"threads = \"two\"", "gateway.toml:1:11", "threads is a whole number from 0 to 1024"},
        {"threads = 1.5", "gateway.toml:1:11", "a whole number"},
        {"drain-seconds = -1", "gateway.toml:1:17", "a whole number from 0 to 86400"},
        {"handshake-seconds = 0", "gateway.toml:1:21", "a whole number from 1 to 3600"},
        {"[limits]\nstreams = -1", "gateway.toml:2:11", "limits.streams is a whole number from 0"},
        {"[tunnel]\nfirst-grant = 100", "gateway.toml:2:15", "tunnel.first-grant is a whole number from 1024"},
        {"[tunnel]\nmaximum-message = 65599", "gateway.toml:2:19", "a whole number from 65600"},
        {"[tunnel]\nwindow = 99999999999999999999", "gateway.toml:2:", "not TOML"},
        {"server-names = [\"https://gate.example.org\"]", "gateway.toml:1:17: server-names", "without a scheme"},
        {"server-names = [\"*.example.org\"]", "gateway.toml:1:17: server-names", "a star"},
        {"origins = [\"null\"]", "gateway.toml:1:12: origins", "never served"},
        {"origins = [\"app.example.org\"]", "gateway.toml:1:12: origins", "write it as https://"},
        {"origins = [\"https://app.example.org/\"]", "gateway.toml:1:12: origins", "without a path"},
        {"[proxies]\nheader = \"proxy-v2\"", "gateway.toml:2:10: proxies.header", "without a trusted proxy"},
        {"[proxies]\ntrusted = [\"127.0.0.1\"]\nheader = \"forwarded\"", "gateway.toml:3:10: proxies.header",
         "`forwarded` is not known"},
        {"[proxies]\ntrusted = [\"nginx\"]", "gateway.toml:2:12: proxies.trusted", "not a numeric address"},
        {"static = \"/nowhere/at/all\"", "gateway.toml:1:10: static", "no directory that can be read"},
        {"token-file = \"/nowhere/at/all\"", "gateway.toml:1:14: token-file", "cannot be opened"},
        {"message = \"\\u0000\"", "gateway.toml:1:11", "holds a NUL"},
        {"listen = [\"0.0.0.0:6001\"]", "listen", "say --insecure"},
    };
    for (const row& r : rows) {
        INFO(r.toml);
        const mistakes found = wrong(r.toml);
        CHECK_THAT(found.front(), StartsWith(r.place) && ContainsSubstring(r.says));
    }
}

TEST_CASE("texts and comments hold any character") {
    CHECK(load("message = \"gr\xC3\xBC\xC3\x9F \\\" # dich\" # \xC3\xA4\n# \xEF\xBB\xBD \"\nthreads = 2").threads == 2);
    CHECK(load("\xEF\xBB\xBFmessage = '\xC3\xA4'").message == "\xC3\xA4");
}

TEST_CASE("all mistakes are told, not the first alone") {
    CHECK(wrong("alow = []\nthreads = -1\nallow = [\"10.0.0.0/33\", \"a b\"]\n[limits]\nx = 1").size() == 5);
}

TEST_CASE("beyond loopback it serves only when told to do so without TLS") {
    for (const char* where : {"0.0.0.0:6001", "[::]:6001", "192.0.2.1:6001", "[2001:db8::1]:6001"}) {
        const auto refused = load_configuration(line({"--listen", where}));
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().at(0), ContainsSubstring(where) && ContainsSubstring("--insecure"));
        CHECK(load_configuration(line({"--listen", where, "--insecure"})));
        CHECK(load("insecure = true\nlisten = [\"" + std::string(where) + "\"]").insecure);
    }
    const folder f;
    const std::string tokens = f.write("tokens", "alice 0123456789abcdef\n");
    CHECK_FALSE(load_configuration(line({"--listen", "0.0.0.0:6001", "--token-file", tokens.c_str()})));
    for (const char* where : {"127.0.0.1:6001", "127.9.9.9:6001", "[::1]:6001"})
        CHECK(load_configuration(line({"--listen", where})));
}

TEST_CASE("what is allowed and most likely not meant is warned of") {
    CHECK_THAT(load("allow = [\"0.0.0.0/0\"]").warnings.at(0),
               StartsWith("gateway.toml:1:10: allow") && ContainsSubstring("`public` opens"));
    CHECK_THAT(load("allow = [\"public\"]\ninsecure = true\nlisten = [\"0.0.0.0:6001\"]").warnings.at(0),
               ContainsSubstring("--token-file"));
    CHECK_THAT(load("allow = [\"public\"]\n[proxies]\ntrusted = [\"127.0.0.1\"]").warnings.at(0),
               ContainsSubstring("--token-file"));
    CHECK_THAT(load("admin = \"0.0.0.0:9090\"").warnings.at(0), ContainsSubstring("0.0.0.0:9090"));
    CHECK(load("allow = [\"public\", \"127.0.0.1\"]").warnings.empty());
}

TEST_CASE("a file of secrets is refused where everybody may read it or others write it") {
    const folder f;
    const auto outcome = [&](strangers who) {
        const std::string file = f.write("tokens", "alice 0123456789abcdef\n", who);
        auto c = load_configuration(line({"--token-file", file.c_str()}));
        return c ? "" : c.error().at(0);
    };
    CHECK_THAT(outcome(strangers::may_read), StartsWith("--token-file: ") && ContainsSubstring("read by everybody"));
    CHECK_THAT(outcome(strangers::may_write), ContainsSubstring("written by others"));
    CHECK_THAT(outcome(strangers::may_nothing), Equals(""));
}

TEST_CASE("mistakes in a file of secrets have their line, and never show a secret") {
    const folder f;
    const auto outcome = [&](const std::string& text) {
        const std::string file = f.write("tokens", text);
        auto c = load_configuration(line({"--token-file", file.c_str()}));
        return c ? mistakes{} : c.error();
    };
    CHECK(outcome("# tokens\n\n  alice \t 0123456789abcdef  \r\nbob fedcba9876543210").empty());
    const mistakes found = outcome("alice 0123456789abcdef\nlonesecret0123456\nbob short\nalice fedcba9876543210\n");
    REQUIRE(found.size() == 3);
    CHECK_THAT(found[0], ContainsSubstring("tokens:2: ") && !ContainsSubstring("lonesecret"));
    CHECK_THAT(found[1], ContainsSubstring("tokens:3: ") && !ContainsSubstring("`short`"));
    CHECK_THAT(found[2], ContainsSubstring("tokens:4: ") && ContainsSubstring("twice"));
    CHECK_THAT(outcome("# nobody\n").at(0), ContainsSubstring("holds no entry"));
    const std::string directory = f.path().string();
    CHECK_THAT(load_configuration(line({"--token-file", directory.c_str()})).error().at(0),
               ContainsSubstring("not a regular file"));
}

TEST_CASE("paths in the file are relative to it, those of the command line to where one is") {
    const folder f;
    (void)f.write("tokens", "alice 0123456789abcdef\n");
    const std::string file = f.write("gateway.toml", "token-file = \"tokens\"\nstatic = \".\"\n");
    const auto c = load_configuration(line({"--config", file.c_str()}));
    INFO((c ? "" : c.error().front()));
    REQUIRE(c);
    CHECK(c->credentials.has_tokens());
    CHECK(c->files);
}

TEST_CASE("a file that is not there is named") {
    CHECK_THAT(load_configuration(line({"--config", "/nowhere/gateway.toml"})).error().at(0),
               StartsWith("--config: `/nowhere/gateway.toml` cannot be read"));
    CHECK_FALSE(load_configuration(line({"--config", "/"})));
}

TEST_CASE("a reload tells what takes a restart") {
    const std::string before = "listen = [\"127.0.0.1:7001\"]\nadmin = \"127.0.0.1:9090\"\n";
    CHECK(only_at_start(load(before), load(before + "allow = [\"public\"]\n[limits]\nstreams = 1")).empty());
    const auto told = only_at_start(load(before), load("listen = [\"127.0.0.1:7002\"]\nthreads = 2"));
    REQUIRE(told.size() == 3);
    CHECK_THAT(told[0], StartsWith("listen has changed"));
    CHECK_THAT(told[1], StartsWith("admin has changed"));
    CHECK_THAT(told[2], StartsWith("threads has changed"));
}
