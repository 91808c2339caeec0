// The files below one directory, for GET and HEAD. Each step of a path is opened from the step before it and may be no
// symbolic link, so nothing outside is reached, whatever is renamed meanwhile; names that begin with a dot are not
// there.
#pragma once

#include "http_answer.hpp"
#include "served_directory.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace samesock::gateway {

class static_files {
public:
    /// The directory itself may be a symbolic link; it is followed now. What is wrong, as a sentence.
    [[nodiscard]] static std::expected<static_files, std::string> open(const std::filesystem::path& directory);

    [[nodiscard]] http_answer answer(const plain_request& request) const;

private:
    explicit static_files(served_directory root) : root_(std::move(root)) {}

    served_directory root_;
};

} // namespace samesock::gateway
