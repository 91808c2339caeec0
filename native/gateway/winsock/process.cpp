// The console's events in place of signals: see process.hpp. Source: SetConsoleCtrlHandler (consoleapi.h).
#include "process.hpp"

#include "windows.hpp"

#include "native/winsock/text.hpp"

#include <shellapi.h>

#include <boost/asio/post.hpp>

#include <fcntl.h>
#include <io.h>

#include <mutex>
#include <utility>

namespace samesock::gateway {

// A peer that has gone raises nothing here, and there is no such limit.
void prepare_process() {
    (void)::_setmode(1, _O_BINARY); // lines end as elsewhere
    (void)::_setmode(2, _O_BINARY);
}

std::vector<std::string> arguments_of(int /*count*/, char** /*arguments*/) {
    int count = 0;
    wchar_t** const wide = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    std::vector<std::string> all;
    for (int i = 0; i != count; ++i) all.push_back(platform::utf8_of(wide[i]));
    ::LocalFree(wide);
    return all;
}

void write_all(int descriptor, std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        const int written = ::_write(descriptor, bytes.data(), static_cast<unsigned>(bytes.size()));
        if (written <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

struct signals::watch {
    boost::asio::io_context& on;
    std::function<void()> end;
    std::function<void()> reload;
};

namespace {

// The system calls on a thread of its own, and tells nothing of for whom.
std::mutex mutex;
std::function<void(bool is_reload)> told; // under mutex

BOOL __stdcall on_event(DWORD event) {
    {
        const std::lock_guard lock(mutex);
        if (!told) return FALSE;
        told(event == CTRL_BREAK_EVENT);
    }
    // After these the process ends as soon as this returns; else Windows ends it in some seconds.
    const bool is_last = event == CTRL_CLOSE_EVENT || event == CTRL_LOGOFF_EVENT || event == CTRL_SHUTDOWN_EVENT;
    if (is_last) ::Sleep(INFINITE);
    return TRUE;
}

} // namespace

signals::signals(boost::asio::io_context& on, std::function<void()> end, std::function<void()> reload)
    : watch_(std::make_unique<watch>(on, std::move(end), std::move(reload))) {
    const std::lock_guard lock(mutex);
    told = [to = watch_.get()](bool is_reload) {
        boost::asio::post(to->on, [to, is_reload] { is_reload ? to->reload() : to->end(); });
    };
    (void)::SetConsoleCtrlHandler(on_event, TRUE);
}

signals::~signals() {
    (void)::SetConsoleCtrlHandler(on_event, FALSE);
    const std::lock_guard lock(mutex);
    told = nullptr;
}

} // namespace samesock::gateway
