import Cryptography
import Records

extension Visitor {
    /// Who outside the house keeps something of these logs, and since when; or that nobody does.
    var anchorsTruth: String {
        let anchors = view.anchors
        guard !anchors.isEmpty else {
            return say("没有外部见证", "nobody outside the house witnesses these logs")
        }
        var parts: [String] = []
        if let stamped = anchors.timestamp, let token = try? stamped.anchor.stamp() {
            let time = moment(token.seconds * 1_000)
            parts.append(say("时间戳 \(time)", "time stamp \(time)"))
        }
        let newest = anchors.cosignatures.values.map(\.milliseconds).max()
        if let newest {
            let time = moment(newest)
            parts.append(say("外部见证 \(time)", "witnessed outside \(time)"))
        }
        return parts.joined(separator: say("，", ", "))
    }
}
