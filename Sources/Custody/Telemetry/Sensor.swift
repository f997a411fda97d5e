/// What a cabinet measures of itself.
///
/// Numbers are never reused. Records carry the number alone: one that a program does not know is kept and shown by it. A new
/// sensor is a case here and a line in ``traits``.
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
        /// The last one, which stays until another one is measured.
        case latest
        /// All of them together, from 0.
        case sum
        /// The largest, from 0.
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
        /// What people call it, in Chinese.
        package let chinese: String
        /// What people call it, in English.
        package let english: String

        init(_ unit: Unit, _ gathering: Gathering, step: Int64 = 1, _ chinese: String, _ english: String) {
            (self.unit, self.gathering, self.step) = (unit, gathering, step)
            (self.chinese, self.english) = (chinese, english)
        }
    }

    /// What there is to know of it.
    package var traits: Traits {
        switch self {
        case .readerIll: Traits(.illness, .largest, "格口读卡器", "Slot reader")
        case .readerTime: Traits(.milliseconds, .largest, step: 100, "读卡用时", "Reader's time")
        case .boardSilent: Traits(.count, .sum, "锁控板未应答", "Lock board silent")
        case .boardTime: Traits(.milliseconds, .largest, step: 50, "锁控板应答用时", "Lock board's time")
        case .drawerOpened: Traits(.count, .sum, "抽屉打开次数", "Drawer opened")
        case .drawerClosed: Traits(.count, .sum, "抽屉关闭次数", "Drawer shut")
        case .diskFree: Traits(.mebibytes, .latest, step: 16, "磁盘剩余", "Disk free")
        case .recordsSize: Traits(.mebibytes, .latest, "记录占用", "Records")
        case .memory: Traits(.mebibytes, .latest, step: 8, "内存占用", "Memory")
        case .clockOffset: Traits(.milliseconds, .latest, step: 500, "时钟偏差", "Clock ahead")
        case .clockQuality: Traits(.quality, .latest, "时间可信度", "Time known")
        case .lineUp: Traits(.seconds, .sum, step: 10, "线路连通", "Line up")
        case .lineSent: Traits(.bytes, .sum, step: 4_096, "线路上行", "Line, sent")
        case .lineReceived: Traits(.bytes, .sum, step: 4_096, "线路下行", "Line, received")
        case .roundTrip: Traits(.milliseconds, .latest, step: 50, "往返用时", "Round trip")
        case .actsUnmirrored: Traits(.count, .latest, "未到总部的记录", "Acts not at headquarters")
        case .actsUnsafe: Traits(.count, .latest, step: 100, "未备份的记录", "Acts in no backup")
        }
    }
}
