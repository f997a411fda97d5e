/// What a cabinet measures of itself.
///
/// Numbers are never reused. Records carry the number alone: one that a program does not know is kept and shown by it. A new
/// sensor is a case here, a line in ``traits`` and what people call it (`Screens`).
package enum Sensor: UInt64, CaseIterable, Sendable {
    /// Whether the reader of a drawer could not say what lies in its slot; by drawer.
    case readerIll = 1
    /// The longest exchange with a drawer's reader; by drawer.
    case readerTime = 2
    /// Looks that a lock board did not answer; by board.
    case boardSilent = 3
    /// The longest look at a lock board; by board.
    case boardTime = 4
    /// How often a drawer was seen to open; by drawer.
    case drawerOpened = 5
    /// How often a drawer was seen to shut; by drawer.
    case drawerClosed = 6
    /// What the disk has free.
    case diskFree = 7
    /// What the records take of it.
    case recordsSize = 8
    /// The memory that the daemon holds.
    case memory = 9
    /// How far the machine's clock is ahead of the signed time.
    case clockOffset = 10
    /// How well the time is known: the clock quality of a leaf's header.
    case clockQuality = 11
    /// How long the line was up.
    case lineUp = 12
    /// What went to headquarters.
    case lineSent = 13
    /// What came from headquarters.
    case lineReceived = 14
    /// How long the last question to headquarters took.
    case roundTrip = 15
    /// Acts that are not whole at headquarters yet.
    case actsUnmirrored = 16
    /// Acts that lie in no backup yet.
    case actsUnsafe = 17
}

extension Sensor {
    /// What a value counts.
    package enum Unit: Sendable {
        /// 0 well, 1 not well.
        case illness
        /// 0 none, 1 running free, 2 signed.
        case quality
        /// How many.
        case count
        /// Seconds.
        case seconds
        /// Milliseconds.
        case milliseconds
        /// Bytes.
        case bytes
        /// 1,048,576 bytes.
        case mebibytes
    }

    /// What the value of a minute is, where more than one was measured in it.
    package enum Gathering: Sendable {
        /// The last one, which stays until another one is measured: what was found ill is ill until somebody looks again.
        case latest
        /// All of them together, from 0.
        case sum
        /// The largest, from 0; none where nothing was measured.
        case largest
    }

    /// What there is to know of a sensor.
    package struct Traits: Sendable {
        /// What its values count.
        package let unit: Unit
        /// How values come together.
        package let gathering: Gathering
        /// A value is told when it is this far from the one that was told last: the rest is noise.
        package let step: Int64

        init(_ unit: Unit, _ gathering: Gathering, step: Int64 = 1) {
            (self.unit, self.gathering, self.step) = (unit, gathering, step)
        }
    }

    /// What there is to know of it.
    package var traits: Traits {
        switch self {
        case .readerIll: Traits(.illness, .latest)
        case .readerTime: Traits(.milliseconds, .largest, step: 100)
        case .boardSilent: Traits(.count, .sum)
        case .boardTime: Traits(.milliseconds, .largest, step: 50)
        case .drawerOpened: Traits(.count, .sum)
        case .drawerClosed: Traits(.count, .sum)
        case .diskFree: Traits(.mebibytes, .latest, step: 16)
        case .recordsSize: Traits(.mebibytes, .latest)
        case .memory: Traits(.mebibytes, .latest, step: 8)
        case .clockOffset: Traits(.milliseconds, .latest, step: 500)
        case .clockQuality: Traits(.quality, .latest)
        case .lineUp: Traits(.seconds, .sum, step: 10)
        case .lineSent: Traits(.bytes, .sum, step: 4_096)
        case .lineReceived: Traits(.bytes, .sum, step: 4_096)
        case .roundTrip: Traits(.milliseconds, .latest, step: 50)
        case .actsUnmirrored: Traits(.count, .latest)
        case .actsUnsafe: Traits(.count, .latest, step: 100)
        }
    }
}
