#ifndef SIGNET_ZEROMQ_SHIM_H
#define SIGNET_ZEROMQ_SHIM_H

/* eventfd(2) wakes the thread that owns the sockets; Swift's Glibc module leaves this header out. */
#include <sys/eventfd.h>
#include <zmq.h>

#endif
