import FoundationEssentials

/// The company for somebody who wants to look and touch: everything runs until it is asked to stop.
package struct Demonstration: Sendable {
    private let company: Company
    private let fleet: Fleet

    /// A company over programs that are not started.
    package init(_ fleet: Fleet, say: @escaping @Sendable (String) -> Void) throws {
        self.fleet = fleet
        company = try Company(fleet, say: say)
    }

    /// Starts everything, and founds the company where it does not stand yet.
    package func open() async throws {
        if company.isFounded { return try await company.open() }
        try await company.establish()
    }

    /// A port of the loopback address that nobody listens on.
    package static func freePort() throws -> Int { try LoopbackPort.free(count: 1)[0] }

    /// Where to look, and as whom.
    ///
    /// `hands` is the address of the page on which hardware is moved.
    package func guide(hands: String) -> String {
        var lines = [
            "", "Hands at the hardware (lay cards on readers, move seals, push drawers): \(hands)", "",
            "Headquarters' console: http://127.0.0.1:\(fleet.ports.console)/",
            "  password \(FleetStory.password)",
        ]
        for account in FleetStory.accounts {
            lines.append(
                "  \(account.name.padded(10)) \(account.displayName)  \(account.posts.joined(separator: ", "))"
            )
        }
        for site in FleetStory.sites {
            let port = fleet.ports.screens[site.cabinet] ?? 0
            lines += ["", "\(site.cabinetName), \(site.name): http://127.0.0.1:\(port)/"]
            for worker in site.people {
                let rights = worker.rights.map { "\($0)" }.joined(separator: ", ")
                lines.append("  \(worker.name)  \(worker.card.padded(14)) PIN \(worker.pin)  \(rights)")
            }
            lines.append("  seals \(site.seals.indices.map { site.tag($0 + 1) }.joined(separator: ", "))")
        }
        lines += [
            "",
            "Key files of owners, officers and approvers: \(fleet.folder.people)", "Ctrl-C stops everything.",
            "",
        ]
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// With spaces behind it up to a width.
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
