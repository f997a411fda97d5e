package import Custody

extension Sensor {
    /// What people call it.
    package var phrase: Phrase {
        switch self {
        case .readerIll: Phrase("格口读卡器", "Slot reader")
        case .readerTime: Phrase("读卡用时", "Reader's time")
        case .boardSilent: Phrase("锁控板未应答", "Lock board silent")
        case .boardTime: Phrase("锁控板应答用时", "Lock board's time")
        case .drawerOpened: Phrase("抽屉打开次数", "Drawer opened")
        case .drawerClosed: Phrase("抽屉关闭次数", "Drawer shut")
        case .diskFree: Phrase("磁盘剩余", "Disk free")
        case .recordsSize: Phrase("记录占用", "Records")
        case .memory: Phrase("内存占用", "Memory")
        case .clockOffset: Phrase("时钟偏差", "Clock ahead")
        case .clockQuality: Phrase("时间可信度", "Time known")
        case .lineUp: Phrase("线路连通", "Line up")
        case .lineSent: Phrase("线路上行", "Line, sent")
        case .lineReceived: Phrase("线路下行", "Line, received")
        case .roundTrip: Phrase("往返用时", "Round trip")
        case .actsUnmirrored: Phrase("未到总部的记录", "Acts not at headquarters")
        case .actsUnsafe: Phrase("未备份的记录", "Acts in no backup")
        }
    }
}
