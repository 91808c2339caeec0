// samesock: Python's socket module in C++. This header is all of it.
#pragma once

#include <samesock/address.hpp>
#include <samesock/ancillary.hpp>
#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/constants.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/error_code.hpp>
#include <samesock/exceptions.hpp>
#include <samesock/file.hpp>
#include <samesock/functions.hpp>
#include <samesock/inet.hpp>
#include <samesock/interruption.hpp>
#include <samesock/names.hpp>
#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/select.hpp>
#include <samesock/socket.hpp>
#include <samesock/timeout_value.hpp>
#include <samesock/tunnel.hpp>
