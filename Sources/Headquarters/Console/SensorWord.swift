import Custody
import Screens
import Store

// What people are told of a sensor's value; one that this program does not know, by its numbers.
extension Visitor {
    func sensorName(_ value: SensorHistory.Latest) -> String {
        Sensor(rawValue: value.sensor)?.phrase.text(in: language)
            ?? say("传感器 \(value.sensor)", "Sensor \(value.sensor)")
    }

    /// Which of several: a drawer, a board; nothing where there is one.
    func sensorPlace(_ value: SensorHistory.Latest) -> String {
        guard value.place > 0 else { return "" }
        return switch Sensor(rawValue: value.sensor) {
        case .readerIll, .readerTime, .drawerOpened, .drawerClosed:
            say("抽屉 \(value.place)", "Drawer \(value.place)")
        case .boardSilent, .boardTime: say("锁控板 \(value.place)", "Board \(value.place)")
        default: "\(value.place)"
        }
    }

    func sensorText(_ value: SensorHistory.Latest) -> String {
        let number = NumberFormat.grouped(Int(clamping: value.value))
        return switch Sensor(rawValue: value.sensor)?.traits.unit {
        case .illness: value.value == 0 ? say("正常", "Well") : say("故障", "Ill")
        case .quality:
            switch value.value {
            case 2: say("已校准", "Signed")
            case 1: say("自由走时", "Running free")
            default: say("未知", "Not known")
            }
        case .seconds: say("\(number) 秒", "\(number) s")
        case .milliseconds: say("\(number) 毫秒", "\(number) ms")
        case .bytes: say("\(number) 字节", "\(number) B")
        case .mebibytes: "\(number) MiB"
        case .count, nil: number
        }
    }
}
