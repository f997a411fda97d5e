#ifndef SIGNET_ZEROMQ_SHIM_H
#define SIGNET_ZEROMQ_SHIM_H

#include <zmq.h>

#endif
