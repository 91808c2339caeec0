#include "log.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>

namespace samesock::gateway {

namespace {

using json = nlohmann::ordered_json;

/// RFC 3339, UTC, with milliseconds.
std::string to_text(std::chrono::system_clock::time_point when) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(when.time_since_epoch()).count();
    const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, static_cast<int>(milliseconds % 1000));
    return text.data();
}

/// What a client sent need not be UTF-8.
std::string dump(const json& object) { return object.dump(-1, ' ', false, json::error_handler_t::replace); }

} // namespace

std::string to_json(const connection_record& r) {
    json object;
    object["time"] = to_text(r.began);
    object["event"] = "connection";
    object["client"] = r.client;
    if (!r.principal.empty()) object["principal"] = r.principal;
    if (!r.origin.empty()) object["origin"] = r.origin;
    object["status"] = r.status;
    if (!r.protocol.empty()) object["protocol"] = r.protocol;
    object["ended"] = r.ended;
    object["seconds"] = std::chrono::duration<double>(std::chrono::round<std::chrono::milliseconds>(r.lasted)).count();
    object["streams"] = r.streams;
    object["listeners"] = r.listeners;
    object["denied"] = r.denied;
    object["bytes_from_client"] = r.bytes_from_client;
    object["bytes_to_client"] = r.bytes_to_client;
    object["datagrams_dropped"] = r.datagrams_dropped;
    return dump(object);
}

void log::write(const connection_record& record) const { write_line(to_json(record)); }

void log::note(std::string_view event, std::string_view text) const {
    json object;
    object["time"] = to_text(std::chrono::system_clock::now());
    object["event"] = event;
    object["text"] = text;
    write_line(dump(object));
}

void log::write_line(std::string line) const {
    line += '\n';
    std::string_view rest = line;
    // One call, as a rule. A log that nobody takes loses lines, and does not stop the gateway.
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) return;
        if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace samesock::gateway
