// main() of every test program, and how a case's end reaches CTest: 4 is skipped, 42 failed, as Catch2 itself has it.
// The reason of a skip is printed on one line for whoever reads the results.

#include <catch2/catch_all.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace {

bool failed = false;
bool skipped = false;

struct outcome : Catch::EventListenerBase {
    using EventListenerBase::EventListenerBase;

    void assertionEnded(const Catch::AssertionStats& stats) override {
        const auto& result = stats.assertionResult;
        if (result.getResultType() == Catch::ResultWas::ExplicitSkip) {
            skipped = true;
            std::cout << "skipped: " << std::string(result.getMessage()) << '\n';
        } else if (!result.isOk()) {
            failed = true;
        }
    }
};

CATCH_REGISTER_LISTENER(outcome)

int tell(int code) {
#if defined(__wasi__)
    // WASI 0.2 hands on only success or failure.
    std::cout << "catch2 returned " << code << '\n';
#endif
    std::cout.flush();
    return code;
}

} // namespace

#if defined(CATCH_CONFIG_DISABLE_EXCEPTIONS)
// Where Catch2 would throw to leave a test case, the process ends: CTest runs each case in a process of its own.
[[noreturn]] void Catch::throw_exception(const std::exception& error) {
    const bool only_skipped = skipped && !failed;
    if (!only_skipped) std::cout << "ended: " << error.what() << '\n';
    std::_Exit(tell(only_skipped ? 4 : 42));
}
#endif

int main(int argc, char** argv) {
    Catch::Session session;
#if defined(__wasi__)
    session.configData().defaultColourMode = Catch::ColourMode::None; // on Node every output claims to be a terminal
#endif
    return tell(session.run(argc, argv));
}
