import RigConsole
import Simulation

extension Scenery {
    /// What the story's people call the things of a fleet.
    init(of fleet: Fleet) {
        self.init(
            cabinets: FleetStory.sites.map { site in
                let port = fleet.ports.screens[site.cabinet] ?? 0
                return Cabinet(
                    name: site.cabinet,
                    title: "\(site.cabinetName) · \(site.name)",
                    screen: "http://127.0.0.1:\(port)/"
                )
            },
            things: FleetStory.sites.flatMap { site in
                site.people.map { worker in
                    Thing(
                        .card(pin: worker.pin),
                        tag: worker.card,
                        title: "\(worker.name) · 卡 card",
                        cabinet: site.cabinet
                    )
                }
                    + site.seals.enumerated().map { index, name in
                        Thing(
                            .seal,
                            tag: site.tag(index + 1),
                            title: "\(name) · 印章 seal",
                            cabinet: site.cabinet
                        )
                    }
            },
            console: "http://127.0.0.1:\(fleet.ports.console)/"
        )
    }
}
