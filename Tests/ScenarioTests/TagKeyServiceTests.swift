import Authority
import Cryptography
import Foundation
import Records
import Store
import Testing

@testable import Simulation

extension Scenarios {
    /// The tag-key service comes and goes.
    @Suite(.serialized) struct TagKeyServiceTests {
        @Test(.timeLimit(.minutes(5)))
        func `a tag job that officers sign while the tag-key service is down waits, and is done once`()
            async throws
        {
            let founded = try await FoundedCompany.shared
            let folder = try FleetFolder(path: ScenarioFolders.next(), copyOf: founded.folder)
            let job = try SecureRandom.bytes(16)
            let laterJob = try SecureRandom.bytes(16)
            try await Stage.play(in: folder, grants: founded.grants) { stage in
                await stage.fleet.stopTagKeys()
                try await order(job, for: "spare", stage)
                _ = try await waitFor("headquarters to have tried") {
                    stage.log(of: "headquarters").contains("a tag job could not be done yet") ? true : nil
                }
                try #require(try await stage.screen.look().jobs.isEmpty)

                try await stage.fleet.startTagKeys()
                try await personalise("spare", by: job, stage)

                // Everybody starts anew; what is done stays done.
                await stage.fleet.stopTagKeys()
                await stage.fleet.killHeadquarters()
                await stage.company.forgetLogIns()
                try await stage.fleet.startTagKeys()
                try await stage.fleet.startHeadquarters()
                try await order(laterJob, for: "spare-2", stage)
                try await personalise("spare-2", by: laterJob, stage)
                let done = try await waitFor("both jobs at headquarters") {
                    let done = try await stage.company.cabinet(stage.site.cabinet).jobsDone
                    return Set([job, laterJob].map(Hex.encode)).isSubset(of: done) ? done : nil
                }
                try #require(Set(done).count == done.count)
            }
            #expect(try deliveryCount(in: folder, of: job) == 1)
            #expect(try deliveryCount(in: folder, of: laterJob) == 1)
        }

        /// Reads a blank tag at the cabinet and has its job signed by two officers.
        private func order(_ job: [UInt8], for tag: String, _ stage: Stage) async throws {
            try stage.rig.makeTag(tag)
            let screen = await stage.screen
            let uid = try await screen.withTagInFront(tag) {
                try await screen.begin("tag")
                // Once people have credentials, a custodian answers for what is done at the bench.
                if try await screen.look().step == "waiting-for-card" {
                    try stage.rig.take(tag)
                    try await screen.identify(stage.companion)
                    try stage.rig.put(tag, on: "\(stage.site.cabinet)/front")
                }
                try await screen.wait(for: "waiting-for-tag")
                try await screen.touch("/tag")
                return try #require(try await screen.wait(for: "tag-read").uid)
            }
            try await screen.leave()
            _ = try await waitFor("headquarters to know \(tag)") {
                try await stage.company.cabinet(stage.site.cabinet).tagsSeen.contains(uid) ? true : nil
            }
            let statement = TagJobStatement(
                head: try await stage.company.head(),
                job: Bytes(job),
                cabinet: stage.site.cabinet,
                uid: try Company.bytes(uid),
                purpose: .card,
                keyVersion: 1
            )
            try await stage.company.give(statement, by: FleetStory.officers, note: tag)
        }

        /// Gives a tag the keys of its job.
        private func personalise(_ tag: String, by job: [UInt8], _ stage: Stage) async throws {
            let (screen, name) = (await stage.screen, Hex.encode(job))
            _ = try await waitFor("the keys of \(tag)") {
                try await screen.look().jobs == [name] ? true : nil
            }
            try await screen.begin("job")
            if try await screen.look().step == "waiting-for-card" {
                try await screen.identify(stage.companion)
            }
            try await screen.wait(for: "choosing-job")
            try await screen.withTagInFront(tag) {
                try await screen.touch("/job", [("job", name)])
                let state = try await screen.wait(for: "job-done", "trouble")
                try #require(state.step == "job-done", "\(state.trouble ?? "")")
            }
            try await screen.leave()
        }

        /// How often the site's policy, read from the disk of a stopped headquarters, delivers the keys of a job.
        private func deliveryCount(in folder: FleetFolder, of job: [UInt8]) throws -> Int {
            let store = try EvidenceFile(path: "\(folder.headquarters)/state/evidence.sqlite")
            let origin = try LogNames.policy(
                FleetStory.organisation,
                site: FleetStory.sites[0].site,
                epoch: 1
            )
            let size = try #require(try store.status(of: origin)).head.size
            var count = 0
            try store.forEachRecord(of: origin, from: 0, to: size) { _, stored in
                let record = try stored.opened()
                guard try record.kind()?.kind == .tagKeysDelivered, let detail = record.body[.detail] else {
                    return
                }
                if detail.bytes.contains(job) { count += 1 }
            }
            return count
        }
    }
}
