package import Authority
package import Cryptography
package import Records

extension HeadquartersLedger {
    /// The most proposals that wait at once.
    package static let openProposalCountMax = 2_000

    /// Lays a statement out for signatures.
    ///
    /// `site` is the site whose policy it is for, where the statement does not say; `slip` the enrolment slip that it answers.
    ///
    /// - Returns: the statement's digest; the same for the same bytes.
    /// - Throws: ``HeadquartersError`` `.malformed`, `.notFound`, `.tooMany`, `.conflict` for bytes that were given or taken back.
    package func propose(
        _ bytes: [UInt8],
        site: String? = nil,
        note: String = "",
        slip: [UInt8]? = nil,
        by actor: Actor
    ) throws -> Digest {
        let kind = try ProposedKind(of: bytes)
        let digest = SHA256.hash(bytes)
        if let known = view.desks.proposals[digest] {
            guard known.state == .open else {
                throw HeadquartersError(.conflict, "this very statement was given or taken back before")
            }
            return digest
        }
        switch kind.destination {
        case .authority: break
        case .policy:
            guard let site, view.policies[site] != nil else {
                throw HeadquartersError(.notFound, "say for which site's policy this statement is")
            }
        case .policyOfCabinet(let cabinet):
            guard view.standing.cabinets[cabinet] != nil else {
                throw HeadquartersError(.notFound, "cabinet \(cabinet) is not known in authority")
            }
        }
        guard view.desks.proposals.values.count(where: { $0.state == .open }) < Self.openProposalCountMax
        else { throw HeadquartersError(.tooMany, "too many statements wait for signatures") }
        let made = ProposalMade(bytes: bytes, site: site, note: note, slip: slip)
        try record([Draft(.administration, .proposalMade, actor: actor, detail: made.canonical)])
        return digest
    }

    /// Adds a signature; with the last one that is needed the statement enters its log.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound`, `.conflict` when it is no longer open, `.refused` for a signature that
    ///   does not verify or by somebody who may not give this.
    package func sign(_ digest: Digest, _ signature: StatementSignature, by actor: Actor) throws -> Proposal {
        let proposal = try openProposal(digest)
        guard signature.isValid(for: proposal.signed.bytes) else {
            throw HeadquartersError(.refused, "the signature does not fit this statement")
        }
        guard signers(of: proposal).contains(signature.key) else {
            throw HeadquartersError(
                .refused,
                "the key of this signature may not sign «\(proposal.kind.title)»"
            )
        }
        if !proposal.signed.signatures.contains(signature) {
            let received = SignatureReceived(proposal: digest, signature: signature)
            try record([Draft(.administration, .signatureReceived, actor: actor, detail: received.canonical)])
        }
        try settle(try openProposal(digest))
        return try self.proposal(digest)
    }

    /// Takes a proposal back.
    package func withdraw(proposal digest: Digest, by actor: Actor) throws {
        _ = try openProposal(digest)
        let ended = ProposalEnded(proposal: digest)
        try record([Draft(.administration, .proposalWithdrawn, actor: actor, detail: ended.canonical)])
    }

    /// The keys that may sign a proposal, and how many must.
    package nonisolated func signers(of proposal: Proposal) -> Set<[UInt8]> {
        let standing = view.standing
        let owners = Set(standing.root?.owners.map(\.bytes) ?? [])
        switch proposal.kind.signers {
        case .owners:
            guard proposal.kind.kind == .root,
                let next = try? RootStatement(decoding: proposal.signed.bytes)
            else { return owners }
            return owners.union(next.owners.map(\.bytes))
        case .officers:
            return standing.root?.regime == .full ? Set(standing.officers?.securityKeys ?? []) : owners
        case .approvers: return []
        }
    }

    private func settle(_ proposal: Proposal) throws {
        guard try objection(to: proposal.signed, site: proposal.made.site) == nil else { return }
        let given = try give(proposal.signed, site: proposal.made.site, by: proposal.actor)
        let ended = ProposalEnded(
            proposal: proposal.digest,
            origin: given.origin.text,
            index: given.index
        )
        try record([Draft(.administration, .proposalGiven, actor: proposal.actor, detail: ended.canonical)])
    }

    private func proposal(_ digest: Digest) throws -> Proposal {
        guard let proposal = view.desks.proposals[digest] else {
            throw HeadquartersError(.notFound, "no such statement waits here")
        }
        return proposal
    }

    private func openProposal(_ digest: Digest) throws -> Proposal {
        let proposal = try self.proposal(digest)
        guard proposal.state == .open else {
            throw HeadquartersError(.conflict, "this statement waits no longer")
        }
        return proposal
    }
}
