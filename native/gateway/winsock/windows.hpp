// Windows' own headers, in the order that they want. Only this room's sources include this one, after ours.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

#include <windows.h>
