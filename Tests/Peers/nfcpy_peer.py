"""nfcpy drives a reader, activates what lies on it and speaks to it; prints what it saw as one JSON object.

usage: nfcpy_peer.py LINE
"""

import json
import sys

import reader_line


def main(path):
    seen = {}
    with reader_line.frontend(path) as frontend:
        seen["chip"] = frontend.device._chipset_name
        seen["baudrate"] = frontend.device.chipset.transport.baudrate
        status = frontend.device.chipset.get_general_status()
        seen["field"] = status[1]
        tag = reader_line.activate(frontend)
        seen["type"] = None if tag is None else tag.TYPE
        if tag is not None:
            seen["uid"] = tag.identifier.hex()
            if tag.TYPE == "Type4Tag":
                seen.update(conversation(tag))
        seen["absent"] = tag is not None and not tag.is_present
    print(json.dumps(seen))


def conversation(tag):
    version = []
    command = "9060000000"
    while True:
        answer = tag.transceive(bytearray.fromhex(command))
        version.append(answer.hex())
        if answer[-2:] != b"\x91\xaf":
            break
        command = "90af000000"
    tag.send_apdu(0x00, 0xA4, 0x04, 0x0C, bytes.fromhex("d2760000850101"))
    # Longer than one frame of 128 bytes in both directions: nfcpy chains blocks itself.
    data = bytes(range(200))
    written = tag.send_apdu(0x90, 0x8D, 0, 0, bytes([2, 0, 0, 0, 200, 0, 0]) + data, mrl=256, check_status=False)
    read = tag.send_apdu(0x90, 0xAD, 0, 0, bytes([2, 0, 0, 0, 200, 0, 0]), mrl=256, check_status=False)
    ndef = tag.ndef
    return {
        "version": version,
        "written": written.hex(),
        "read": read[:-2] == data,
        "readStatus": read[-2:].hex(),
        "ndefCapacity": None if ndef is None else ndef.capacity,
    }


if __name__ == "__main__":
    main(sys.argv[1])
