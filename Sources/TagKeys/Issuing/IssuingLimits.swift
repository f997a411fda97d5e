/// How much the service gives in an hour, whoever signed.
package struct IssuingLimits: Sendable, Hashable {
    /// The most jobs; a day of registering a branch's seals fits, emptying a house's masters does not.
    package let jobsPerHourMax: Int
    /// The most orders for presence keys.
    package let presenceOrdersPerHourMax: Int

    /// The limits without options: 240 jobs and 2,000 orders.
    package static let standard = IssuingLimits(jobsPerHourMax: 240, presenceOrdersPerHourMax: 2_000)

    /// Limits of one service.
    package init(jobsPerHourMax: Int, presenceOrdersPerHourMax: Int) {
        self.jobsPerHourMax = jobsPerHourMax
        self.presenceOrdersPerHourMax = presenceOrdersPerHourMax
    }
}
