package import Custody
import Synchronization

/// What the parts of a cabinet have measured since the last record of telemetry was written.
///
/// Nobody waits here for a disk: a value is kept in memory until the minute is over.
package final class Gauges: Sendable {
    private struct Place: Hashable {
        let sensor: Sensor
        let place: UInt64
    }

    /// More places than this of all sensors together are not kept: a record holds so many values.
    private static let placeCountMax = ValuesMeasured.valueCountMax

    private let values = Mutex<[Place: Int64]>([:])

    /// Nothing is measured yet.
    package init() {}

    /// Notes a value, as the sensor's values come together.
    ///
    /// `place` tells several sensors of one kind apart: a drawer's number, a board's place; 0 where there is one.
    package func note(_ sensor: Sensor, at place: UInt64 = 0, _ value: Int64) {
        let place = Place(sensor: sensor, place: place)
        values.withLock { values in
            guard values[place] != nil || values.count < Self.placeCountMax else { return }
            switch sensor.traits.gathering {
            case .latest: values[place] = value
            case .sum:
                let (sum, isOver) = (values[place] ?? 0).addingReportingOverflow(value)
                values[place] = isOver ? .max : sum
            case .largest: values[place] = max(values[place] ?? 0, value)
            }
        }
    }

    /// The values of the minute.
    ///
    /// What is counted begins again at 0; of what is the largest of several there is nothing until
    /// it is measured again.
    func take() -> [SensorValue] {
        values.withLock { values in
            let taken = values.map { place, value in
                SensorValue(sensor: place.sensor.rawValue, place: place.place, value: value)
            }
            for place in values.keys {
                switch place.sensor.traits.gathering {
                case .latest: break
                case .sum: values[place] = 0
                case .largest: values[place] = nil
                }
            }
            return taken
        }
    }

    /// Takes back what could not be written: it counts with the next minute.
    func giveBack(_ taken: [SensorValue]) {
        for value in taken {
            guard let sensor = Sensor(rawValue: value.sensor), sensor.traits.gathering != .latest else {
                continue
            }
            note(sensor, at: value.place, value.value)
        }
    }
}
