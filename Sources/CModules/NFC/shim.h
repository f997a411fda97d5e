#ifndef SIGNET_NFC_SHIM_H
#define SIGNET_NFC_SHIM_H

#include <nfc/nfc.h>

#endif
