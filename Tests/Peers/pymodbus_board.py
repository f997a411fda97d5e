"""A Modbus RTU relay board with drawers, answered for by pymodbus: an independent part that the Modbus driver must pass against.

It makes two pseudo-terminals. pymodbus serves one, the driver opens the other, and the bytes between them are carried
here, so that the line can be cut: pymodbus answers an absent unit with an exception where a real bus is silent.

Standard output: first the driver's device, then one line for each command.
Standard input: "open N", "pulses N", "lit N" ask; "close N", "cut", "mend" act. It ends when its input ends.
"""

import asyncio
import os
import sys
import termios
import time
import tty

from pymodbus.framer import FramerType
from pymodbus.pdu.bit_message import WriteSingleCoilRequest
from pymodbus.pdu.pdu import ModbusPDU
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

ADDRESS = 1
DRAWERS = 4
ROW = 8
PULSE_BASE = 0x0200
VERSION_REGISTER = 0x8000
SPRING_SECONDS = 0.06


class Drawer:
    """A hook that a pulse draws, a spring that opens, a push that shuts."""

    def __init__(self) -> None:
        self.is_open = False
        self.is_drawn = False
        self.pulses = 0
        self.energised_until = 0.0

    def pulse(self, seconds: float, loop: asyncio.AbstractEventLoop) -> None:
        self.pulses += 1
        self.is_drawn = True
        self.energised_until = time.monotonic() + seconds
        loop.call_later(SPRING_SECONDS, self.spring)
        loop.call_later(seconds, self.rest)

    def spring(self) -> None:
        if self.is_drawn:
            self.is_open = True

    def rest(self) -> None:
        if not self.is_open:
            self.is_drawn = False

    def close(self) -> None:
        self.is_open = False
        self.is_drawn = time.monotonic() < self.energised_until


DRAWER_LIST = [Drawer() for _ in range(DRAWERS)]
COILS: list[int] = []


class TimedPulseRequest(WriteSingleCoilRequest):
    """Function 5 as relay boards extend it: a value at 0x0200 + n is a time in tenths of a second."""

    value = 0

    def encode(self) -> bytes:
        if self.address < PULSE_BASE:
            return super().encode()
        return self.address.to_bytes(2, "big") + self.value.to_bytes(2, "big")

    def decode(self, data: bytes) -> None:
        super().decode(data)
        self.value = int.from_bytes(data[2:4], "big")

    async def datastore_update(self, context, device_id: int) -> ModbusPDU:
        number = self.address - PULSE_BASE
        if not 0 <= number < DRAWERS:
            return await super().datastore_update(context, device_id)
        DRAWER_LIST[number].pulse(self.value / 10, asyncio.get_running_loop())
        answer = TimedPulseRequest(
            address=self.address, dev_id=self.dev_id, transaction_id=self.transaction_id
        )
        answer.value = self.value
        return answer


async def refresh(function, _start, _address, _count, registers, _values):
    """Puts the switches into the discrete inputs, and remembers where the coils are kept."""
    if function == 2:
        bits = 0
        for index, drawer in enumerate(DRAWER_LIST):
            bits |= (not drawer.is_drawn) << index
            bits |= (not drawer.is_open) << (index + ROW)
        registers[0] = bits
    if function in (1, 5, 15):
        COILS[:] = [registers]
    return None


def device() -> SimDevice:
    off = [False] * (2 * ROW)
    return SimDevice(
        id=ADDRESS,
        simdata=(
            [SimData(0, values=off, datatype=DataType.BITS)],
            [SimData(0, values=off, datatype=DataType.BITS)],
            [SimData(VERSION_REGISTER, values=316, datatype=DataType.REGISTERS)],
            [SimData(0, values=0, datatype=DataType.REGISTERS)],
        ),
        action=refresh,
    )


def pair() -> tuple[int, str]:
    far, near = os.openpty()
    tty.setraw(near, termios.TCSANOW)
    os.set_blocking(far, False)
    return far, os.ttyname(near)


class Line:
    """The wire between the driver and pymodbus."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.is_cut = False
        self.driver, self.driver_path = pair()
        self.server, self.server_path = pair()
        loop.add_reader(self.driver, self.carry, self.driver, self.server)
        loop.add_reader(self.server, self.carry, self.server, self.driver)

    def carry(self, source: int, sink: int) -> None:
        data = os.read(source, 512)
        if not self.is_cut:
            os.write(sink, data)


def obey(words: list[str], line: Line) -> str:
    number = int(words[1]) - 1 if len(words) > 1 else 0
    match words[0]:
        case "open":
            return str(int(DRAWER_LIST[number].is_open))
        case "pulses":
            return str(DRAWER_LIST[number].pulses)
        case "lit":
            return str(COILS[0][0] >> (number + ROW) & 1 if COILS else 0)
        case "close":
            DRAWER_LIST[number].close()
        case "cut":
            line.is_cut = True
        case "mend":
            line.is_cut = False
        case _:
            return "unknown"
    return "done"


async def main() -> None:
    loop = asyncio.get_running_loop()
    line = Line(loop)
    server = ModbusSerialServer(
        device(),
        framer=FramerType.RTU,
        port=line.server_path,
        baudrate=9600,
        custom_pdu=[TimedPulseRequest],
    )
    await server.serve_forever(background=True)
    print(line.driver_path, flush=True)
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while command := await commands.readline():
        print(obey(command.decode().split(), line), flush=True)
    await server.shutdown()


asyncio.run(main())
