import Logging
package import Screens
import ServiceLifecycle

/// Rings for browsers when something changed, and keeps their streams alive.
package struct DoorbellService: Service {
    private let doorbell: Doorbell
    private let sources: [(topics: [String], changes: @Sendable () -> AsyncStream<Void>)]

    /// A bell for what the desks of headquarters tell.
    package init(
        _ doorbell: Doorbell,
        ledger: HeadquartersLedger,
        liveness: Liveness,
        alarms: AlarmBoard,
        enrolment: EnrolmentService
    ) {
        self.doorbell = doorbell
        sources = [
            (["logs", "desks"], { ledger.updates() }), (["lines"], { liveness.updates() }),
            (["logs"], { alarms.updates() }), (["enrolment"], { enrolment.updates() }),
        ]
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await doorbell.run() }
                for source in sources {
                    let stream = source.changes()
                    let topics = source.topics
                    group.addTask {
                        for await _ in stream { for topic in topics { await doorbell.ring(topic) } }
                    }
                }
            }
        }
        await doorbell.close()
    }
}
