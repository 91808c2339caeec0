// See descriptor.hpp.
#include "descriptor.hpp"

#include <unistd.h>

namespace samesock::gateway {

void descriptor::close_descriptor(int number) noexcept { ::close(number); }

} // namespace samesock::gateway
