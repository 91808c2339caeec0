// Ctrl-C while a call is blocked. The console is one of the case's own, without a window, and the program in it is this
// one, with a hidden case.
#include "contract.hpp"
#include "second_thread.hpp"
#include "support/wine.hpp"

#include <winsock2.h>

#include <windows.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

using namespace contract;

namespace {

constexpr DWORD patience_ms = 20'000;

struct handle_end {
    using pointer = HANDLE;
    void operator()(HANDLE h) const noexcept { ::CloseHandle(h); }
};
using owned_handle = std::unique_ptr<HANDLE, handle_end>;

// The one that Ctrl-C goes to says by an event of this name that it is blocked.
constexpr auto ready_event = L"SAMESOCK_READY_EVENT";

owned_handle event_named(const std::wstring& name) {
    return owned_handle(::CreateEventW(nullptr, TRUE, FALSE, name.c_str()));
}

void say_ready() {
    std::wstring name(MAX_PATH, L'\0');
    const DWORD size = ::GetEnvironmentVariableW(ready_event, name.data(), MAX_PATH);
    if (size == 0) SKIP("for a program in a console of the case that starts it");
    name.resize(size);
    ::SetEvent(event_named(name).get());
}

struct pipe_ends {
    owned_handle read, write;
};
pipe_ends open_pipe() {
    HANDLE read = nullptr, write = nullptr;
    REQUIRE(::CreatePipe(&read, &write, nullptr, 65536) != 0);
    return {owned_handle(read), owned_handle(write)};
}

class console {
public:
    console() {
        pipe_ends in = open_pipe(), out = open_pipe();
        const HRESULT outcome = ::CreatePseudoConsole({80, 25}, in.read.get(), out.write.get(), 0, &console_);
        REQUIRE(outcome == S_OK);
        keyboard_ = std::move(in.write);
        screen_ = std::move(out.read);
    }
    console(const console&) = delete;
    console& operator=(const console&) = delete;
    ~console() {
        screen_.reset(); // nobody reads it, and closing waits for who would write
        ::ClosePseudoConsole(console_);
    }
    [[nodiscard]] HPCON get() const noexcept { return console_; }
    void press_ctrl_c() const {
        DWORD written = 0;
        REQUIRE(::WriteFile(keyboard_.get(), "\x03", 1, &written, nullptr) != 0);
    }

private:
    HPCON console_ = nullptr;
    owned_handle keyboard_, screen_;
};

// A program may have been told to ignore Ctrl-C by who started it, and hands that on. And Wine's console looks at its
// keyboard only once somebody has asked for input.
void listen_to_ctrl_c() {
    REQUIRE(::SetConsoleCtrlHandler(nullptr, FALSE) != 0);
    const owned_handle keyboard(::CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE,
                                              FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr));
    INPUT_RECORD first{};
    DWORD count = 0;
    REQUIRE(::PeekConsoleInputW(keyboard.get(), &first, 1, &count) != 0);
}

// This program with that case, in the console.
owned_handle start_in(const console& where, const std::wstring& name_of_case) {
    std::wstring program(32768, L'\0');
    program.resize(::GetModuleFileNameW(nullptr, program.data(), static_cast<DWORD>(program.size())));
    std::wstring command = L'"' + program + L"\" \"" + name_of_case + L'"';

    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    std::vector<std::byte> room(size);
    STARTUPINFOEXW info{};
    info.StartupInfo.cb = sizeof info;
    info.StartupInfo.dwFlags = STARTF_USESTDHANDLES; // none: they are the console's
    info.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(room.data());
    REQUIRE(::InitializeProcThreadAttributeList(info.lpAttributeList, 1, 0, &size) != 0);
    REQUIRE(::UpdateProcThreadAttribute(info.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, where.get(),
                                        sizeof(HPCON), nullptr, nullptr) != 0);
    PROCESS_INFORMATION process{};
    const BOOL started = ::CreateProcessW(nullptr, command.data(), nullptr, nullptr, FALSE,
                                          EXTENDED_STARTUPINFO_PRESENT, nullptr, nullptr, &info.StartupInfo, &process);
    ::DeleteProcThreadAttributeList(info.lpAttributeList);
    REQUIRE(started != 0);
    ::CloseHandle(process.hThread);
    return owned_handle(process.hProcess);
}

DWORD exit_status_after_ctrl_c(const std::wstring& name_of_case) {
    const std::wstring name = L"samesock-ready-" + std::to_wstring(::GetCurrentProcessId());
    const owned_handle ready = event_named(name);
    ::SetEnvironmentVariableW(ready_event, name.c_str());
    const console mine;
    const owned_handle process = start_in(mine, name_of_case);
    const std::array both{ready.get(), process.get()};
    REQUIRE(::WaitForMultipleObjects(2, both.data(), FALSE, patience_ms) == WAIT_OBJECT_0);
    mine.press_ctrl_c();
    const bool has_ended = ::WaitForSingleObject(process.get(), patience_ms) == WAIT_OBJECT_0;
    if (!has_ended) ::TerminateProcess(process.get(), 1);
    REQUIRE(has_ended);
    DWORD status = 0;
    REQUIRE(::GetExitCodeProcess(process.get(), &status) != 0);
    return status;
}

} // namespace

TEST_CASE("Ctrl-C leaves a blocked receive alone where the program handles it") {
    REQUIRE(exit_status_after_ctrl_c(L"in a console: it is handled") == 0);
}

TEST_CASE("Ctrl-C ends a program that is blocked and does not handle it") {
    const DWORD status = exit_status_after_ctrl_c(L"in a console: nobody handles it");
    REQUIRE(status == (samesock::testing::runs_on_wine() ? 0 : DWORD{CONTROL_C_EXIT})); // Wine gives no reason
}

TEST_CASE("in a console: it is handled", "[.]") {
    static std::atomic<bool> handled = false;
    listen_to_ctrl_c();
    REQUIRE(::SetConsoleCtrlHandler([](DWORD) -> BOOL { return handled = true, TRUE; }, TRUE) != 0);
    auto [client, server] = connected_pair();
    must(set_blocking(server, true));
    std::array<std::byte, 1> room{};
    result<std::size_t> outcome = 0;
    second_thread receiver([&] { outcome = receive(server, room, {}); });
    (void)wait(std::span<interest>{}, after(30ms));
    say_ready();
    for (const deadline until = after(patience); !handled && now() < until.at;)
        (void)wait(std::span<interest>{}, after(10ms));
    send_text(client, "x");
    receiver.join();
    REQUIRE(handled);
    REQUIRE(must(std::move(outcome)) == 1);
}

TEST_CASE("in a console: nobody handles it", "[.]") {
    listen_to_ctrl_c();
    auto [client, server] = connected_pair();
    must(set_blocking(server, true));
    std::array<std::byte, 1> room{};
    say_ready();
    const auto outcome = receive(server, room, {});
    FAIL("the receive has ended: " << outcome.has_value());
}
