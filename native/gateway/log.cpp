#include "log.hpp"

#include "process.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace samesock::gateway {

namespace {

using json = nlohmann::ordered_json;

/// RFC 3339, UTC, with milliseconds.
std::string to_text(std::chrono::system_clock::time_point when) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(when);
    const auto midnight = std::chrono::floor<std::chrono::days>(milliseconds);
    const std::chrono::year_month_day date(midnight);
    const std::chrono::hh_mm_ss time(milliseconds - midnight);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
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
    write_all(descriptor_, line);
}

} // namespace samesock::gateway
