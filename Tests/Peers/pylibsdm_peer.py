"""pylibsdm authenticates with key 0, reads settings, changes a key and settings; prints what it saw as JSON.

usage: pylibsdm_peer.py LINE
"""

import json
import sys

import reader_line
from nfc.tag.tt4 import Type4TagCommandError
from pylibsdm.tag.ntag424dna.tag import NTAG424DNA
from pylibsdm.tag.ntag424dna.const import CommandHeader
from pylibsdm.tag.ntag424dna.structs import (
    AccessCondition,
    AccessRights,
    CommMode,
    FileOption,
    FileSettings,
)

OWN_KEY = bytes(range(16))


class CardUID:
    """GetCardUID, which pylibsdm has secure messaging for and no command."""

    value = (0x90, 0x51, 0x00, 0x00)


def main(path):
    seen = {}
    with reader_line.frontend(path) as frontend:
        chip = reader_line.activate(frontend)
        tag = NTAG424DNA(chip)
        seen["authenticated"] = tag.authenticate_ev2_first(0)
        seen["settings"] = tag.get_file_settings(2).model_dump(mode="json", include={"file_size", "access_rights"})
        seen["uid"] = card_uid(tag)
        tag.change_file_settings(2, settings())
        changed = tag.get_file_settings(2)
        seen["commMode"] = changed.file_option.comm_mode.name
        tag.change_key(0, OWN_KEY, 1)
        tag.reset_session()
        seen["oldKey"] = refused(tag)
        tag.set_key(0, OWN_KEY)
        seen["newKey"] = tag.authenticate_ev2_first(0)
    print(json.dumps(seen))


def card_uid(tag):
    code = command_code(tag, 0x51)
    answer = tag.send_command_plain(CardUID, b"", code, expected=OkStatus)
    ciphertext, _ = answer[:-8], answer[-8:]
    tag.cmdctr += 1
    from Crypto.Cipher import AES

    return AES.new(tag.k_ses_auth_enc, AES.MODE_CBC, tag.ivr).decrypt(bytes(ciphertext))[:7].hex()


def command_code(tag, instruction):
    from struct import pack

    from Crypto.Cipher import AES
    from Crypto.Hash import CMAC

    code = CMAC.new(tag.k_ses_auth_mac, ciphermod=AES)
    code.update(bytes([instruction]) + pack("<H", tag.cmdctr) + tag.ti)
    return code.digest()[1::2]


class OkStatus:
    value = b"\x91\x00"


def settings():
    # MAC and not FULL: pylibsdm writes 10b for that, which the data sheet reads as PLAIN.
    return FileSettings(
        file_option=FileOption(sdm_enabled=False, comm_mode=CommMode.MAC),
        access_rights=AccessRights(
            read=AccessCondition.KEY_1,
            write=AccessCondition.KEY_2,
            read_write=AccessCondition.KEY_0,
            change=AccessCondition.KEY_0,
        ),
    )


def refused(tag):
    try:
        tag.authenticate_ev2_first(0)
    except Type4TagCommandError as error:
        return f"{error.errno:04x}"
    return None


if __name__ == "__main__":
    main(sys.argv[1])
