#ifndef SIGNET_MODBUS_SHIM_H
#define SIGNET_MODBUS_SHIM_H

#include <modbus/modbus.h>

#endif
