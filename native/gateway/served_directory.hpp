// A directory whose files are served: each step from it to a file is opened from the one before, and may be no symbolic
// link.
#pragma once

#include "open_file.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace samesock::gateway {

class served_directory {
public:
    /// errno. The directory itself may be a symbolic link.
    [[nodiscard]] static std::expected<served_directory, int> open(const std::filesystem::path& path);
    served_directory(served_directory&&) noexcept;
    served_directory& operator=(served_directory&&) noexcept;
    ~served_directory();

    struct found {
        open_file file;
        enum class kind : std::uint8_t { file, directory, other } what = kind::other;
        std::uint64_t size = 0;
        std::string version; ///< another one whenever the file is another, or was written to
    };
    /// errno where there is no such file. `steps` are names, and neither empty nor `..`.
    [[nodiscard]] std::expected<found, int> find(const std::vector<std::string>& steps) const;

private:
    struct root;
    explicit served_directory(std::unique_ptr<root> at);

    std::unique_ptr<root> root_;
};

} // namespace samesock::gateway
