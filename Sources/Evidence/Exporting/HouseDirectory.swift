import Authority
import Records

/// Which cabinets a site has and where a seal belongs, as a store's logs say; who signed that is the verifier's question.
struct HouseDirectory {
    /// By cabinet its site.
    private var sites: [String: String] = [:]
    /// By seal its site.
    private var seals: [Identifier<Seal>: String] = [:]
    /// By seal the version that says so: a seal that moved stands in the policy of both sites.
    private var versions: [Identifier<Seal>: UInt64] = [:]
    private var names: Set<String> = []
    /// By cabinet the keys that it ever had for its own signatures.
    private var actKeys: [String: ActKeys] = [:]
    /// How many leaves `authority` has.
    let authoritySize: UInt64

    init(store: some LogStore, organisation: String) throws {
        let authority = try store.newestAuthority(organisation)
        guard let status = try store.status(of: authority) else {
            throw EvidenceError(.unavailable, "the log \(authority) is not here")
        }
        authoritySize = status.head.size
        try store.forEachRecord(of: authority, from: 0, to: authoritySize) { index, record in
            let opened = try record.opened()
            guard let kind = try opened.kind()?.kind, kind == .cabinet || kind == .site,
                let signed: SignedStatement = try opened.detail()
            else { return }
            if let cabinet = try? CabinetStatement(decoding: signed.bytes) {
                sites[cabinet.cabinet] = cabinet.site
                actKeys[cabinet.cabinet, default: ActKeys()].enrol(cabinet.keys.act, at: index)
            } else if let site = try? SiteStatement(decoding: signed.bytes) {
                names.insert(site.site)
            }
        }
        for site in names.sorted() {
            let origin = try store.newestPolicy(organisation, site: site)
            guard let status = try store.status(of: origin) else { continue }
            try store.forEachRecord(of: origin, from: 0, to: status.head.size) { _, record in
                let opened = try record.opened()
                guard try opened.kind()?.kind == .seal, let signed: SignedStatement = try opened.detail(),
                    let seal = try? SealStatement(decoding: signed.bytes),
                    seal.version > versions[seal.seal] ?? 0
                else { return }
                seals[seal.seal] = site
                versions[seal.seal] = seal.version
            }
        }
    }

    func site(of seal: Identifier<Seal>) throws(EvidenceError) -> String {
        guard let site = seals[seal] else {
            throw EvidenceError(.unavailable, "no site has the seal \(seal)")
        }
        return site
    }

    func site(ofCabinet cabinet: String) throws(EvidenceError) -> String {
        guard let site = sites[cabinet] else {
            throw EvidenceError(.unavailable, "no cabinet \(cabinet) is enrolled")
        }
        return site
    }

    func known(_ site: String) throws(EvidenceError) -> String {
        guard names.contains(site) else { throw EvidenceError(.unavailable, "there is no site \(site)") }
        return site
    }

    func actKeys(of cabinet: String) -> ActKeys { actKeys[cabinet] ?? ActKeys() }

    func cabinets(of site: String) -> [String] { sites.filter { $0.value == site }.map(\.key).sorted() }
}
