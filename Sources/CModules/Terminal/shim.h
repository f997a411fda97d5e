#ifndef SIGNET_TERMINAL_SHIM_H
#define SIGNET_TERMINAL_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* ioctl(2) is variadic, which Swift cannot call. */
static inline int signet_ioctl_none(int descriptor, unsigned long request) {
    return ioctl(descriptor, request);
}

/* strerrorname_np(3) is declared for _GNU_SOURCE only, which the importer does not set. */
static inline const char *signet_errno_name(int number) {
    extern const char *strerrorname_np(int number);
    return strerrorname_np(number);
}

/* posix_openpt(3) and its kin are declared for _XOPEN_SOURCE only. The far end, and the near end's path; -1 and errno. */
static inline int signet_pseudo_terminal(int flags, char *path, size_t path_size) {
    extern int posix_openpt(int flags);
    extern int grantpt(int descriptor);
    extern int unlockpt(int descriptor);
    extern int ptsname_r(int descriptor, char *path, size_t path_size);
    int far = posix_openpt(flags);
    if (far < 0) {
        return -1;
    }
    if (grantpt(far) != 0 || unlockpt(far) != 0 || ptsname_r(far, path, path_size) != 0) {
        int number = errno;
        close(far);
        errno = number;
        return -1;
    }
    return far;
}

/* For requests that write one int, such as TIOCOUTQ and TIOCGEXCL; -1 stands for an error, since both answer 0 or more. */
static inline int signet_ioctl_get(int descriptor, unsigned long request) {
    int value = 0;
    return ioctl(descriptor, request, &value) == 0 ? value : -1;
}

#endif
