// openat(2), step by step: see served_directory.hpp.
#include "served_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace samesock::gateway {

struct served_directory::root {
    descriptor at;
};

served_directory::served_directory(std::unique_ptr<root> at) : root_(std::move(at)) {}
served_directory::served_directory(served_directory&&) noexcept = default;
served_directory& served_directory::operator=(served_directory&&) noexcept = default;
served_directory::~served_directory() = default;

namespace {

std::string version_of(const struct stat& status) {
    const auto nanoseconds = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
    return std::to_string(nanoseconds) + "-" + std::to_string(status.st_size) + "-" + std::to_string(status.st_ino);
}

std::expected<descriptor, int> open_below(int root, const std::vector<std::string>& steps) {
    descriptor at;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool is_last = i + 1 == steps.size();
        const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (is_last ? O_NONBLOCK : O_DIRECTORY);
        descriptor next(::openat(at ? at.number() : root, steps[i].c_str(), flags));
        if (!next) return std::unexpected(errno);
        at = std::move(next);
    }
    return at;
}

} // namespace

std::expected<served_directory, int> served_directory::open(const std::filesystem::path& path) {
    descriptor at(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!at) return std::unexpected(errno);
    return served_directory(std::make_unique<root>(std::move(at)));
}

std::expected<served_directory::found, int> served_directory::find(const std::vector<std::string>& steps) const {
    auto file = open_below(root_->at.number(), steps);
    if (!file) return std::unexpected(file.error());
    struct stat status{};
    if (::fstat(file->number(), &status) != 0) return std::unexpected(errno);
    const auto what = S_ISREG(status.st_mode)   ? found::kind::file
                      : S_ISDIR(status.st_mode) ? found::kind::directory
                                                : found::kind::other;
    return found{*std::move(file), what, static_cast<std::uint64_t>(status.st_size), version_of(status)};
}

} // namespace samesock::gateway
