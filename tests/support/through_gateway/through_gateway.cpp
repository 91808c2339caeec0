// Runs a program with a gateway of its own:
//   through_gateway GATEWAY [ARGUMENT...] -- COMMAND [ARGUMENT...]
// starts the gateway, waits for the line that says where it listens, runs the command with SAMESOCK_GATEWAY set to
// that, and ends with its status. The gateway is told to end by SIGTERM; if it does not end well, neither does this: so
// what a sanitizer finds in it fails the test.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

constexpr int cannot_run = 127, gateway_failed = 99;

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::_Exit(gateway_failed);
}

/// Ends with this process, however that ends.
pid_t start(char** command, int output) {
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) give_up("through_gateway: fork");
    if (child > 0) return child;
    (void)::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) std::_Exit(cannot_run);
    if (output >= 0) (void)::dup2(output, STDOUT_FILENO);
    ::execvp(command[0], command);
    std::perror(command[0]);
    std::_Exit(cannot_run);
}

int status_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) give_up("through_gateway: waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// The URL of the line "listening on URL".
std::string listening(std::FILE* out) {
    constexpr const char* words = "listening on ";
    char line[512];
    while (std::fgets(line, sizeof line, out) != nullptr) {
        const char* const found = std::strstr(line, words);
        if (found == nullptr) continue;
        std::string url = found + std::strlen(words);
        while (!url.empty() && (url.back() == '\n' || url.back() == '\r')) url.pop_back();
        return url;
    }
    return {};
}

} // namespace

int main(int count, char** arguments) {
    int split = 1;
    while (split < count && std::strcmp(arguments[split], "--") != 0) ++split;
    if (split < 2 || split + 1 >= count) {
        std::fprintf(stderr, "usage: through_gateway GATEWAY [ARGUMENT...] -- COMMAND [ARGUMENT...]\n");
        return 2;
    }
    arguments[split] = nullptr;
    int ends[2];
    if (::pipe(ends) != 0) give_up("through_gateway: pipe");
    for (const int fd : ends) (void)::fcntl(fd, F_SETFD, FD_CLOEXEC);
    const pid_t gateway = start(arguments + 1, ends[1]);
    ::close(ends[1]);
    std::FILE* const out = ::fdopen(ends[0], "r");
    const std::string url = listening(out);
    if (url.empty()) {
        std::fprintf(stderr, "through_gateway: the gateway does not say where it listens\n");
        return gateway_failed;
    }
    (void)::setenv("SAMESOCK_GATEWAY", url.c_str(), 1);
    const int status = status_of(start(arguments + split + 1, -1));
    (void)::kill(gateway, SIGTERM);
    while (std::fgetc(out) != EOF) {} // its log, so that it never waits for who reads it
    const int of_gateway = status_of(gateway);
    if (of_gateway == 0) return status;
    std::fprintf(stderr, "through_gateway: the gateway ended with %d\n", of_gateway);
    return gateway_failed;
}
