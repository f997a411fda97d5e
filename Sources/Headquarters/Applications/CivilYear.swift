import Screens

/// The year in numbers of applications and count runs, by the clocks of China.
enum CivilYear {
    static func of(_ milliseconds: Int64) -> Int {
        CivilTime(unixSeconds: Int(milliseconds / 1_000), zone: .china).year
    }
}
