#ifndef SIGNET_TERMINAL_SHIM_H
#define SIGNET_TERMINAL_SHIM_H

#include <fcntl.h>
#include <pty.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* ioctl(2) is variadic, which Swift cannot call. */
static inline int signet_ioctl_none(int descriptor, unsigned long request) {
    return ioctl(descriptor, request);
}

#endif
