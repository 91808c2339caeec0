// The event loop that the WebSocket's events come in by. With JSPI it is the only one that there is: it runs while the
// program is suspended, and goes on after its end. With threads it is that of a thread which does nothing else.
#pragma once

namespace samesock::platform {

/// Calls f(with) there: soon, and in the order of these calls. From any thread; nothing is waited for.
void run_on_event_loop(void (*f)(void*), void* with) noexcept;
/// Calls f(with) on the thread that the page has started the program on, and waits for it.
void run_on_main_thread(void (*f)(void*), void* with) noexcept;
/// True: events still come in after the program's end, and nobody can wait for them then.
[[nodiscard]] bool event_loop_outlives_program() noexcept;

} // namespace samesock::platform
