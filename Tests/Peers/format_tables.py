"""The tables of Documentation/Records.md and Documentation/Wire.md as forms, field by field in their order."""

import re
from format_schema import (
    B, Boolean, Commitments, Either, Fill, Flag, I, List, Map, MALFORMED, NOT_CANONICAL, Number, Optional, Parts, T, TOO_LARGE, U,
    UNKNOWN_VERSION, Version, encode, head, require,
)

ID, DIGEST, KEY, SIGNATURE, LABEL = B(16), B(32), B(32), B(64), T(label=True)
TAG_UID, ANY_UID = B(7), B(4, 7, 10)


# Leaf, groups and body

LEAF = Map({
    0: ("version", Version()),
    1: ("recordClass", U()),
    2: ("sequence", U()),
    3: ("time", Parts(milliseconds=I(), counter=U())),
    4: ("clockQuality", Number(0, 1, 2)),
    5: ("boot", ID),
    6: ("monotonicMilliseconds", U()),
    7: ("obeyedHeads", Optional(Parts(authorityEpoch=U(), authoritySize=U(), policyEpoch=U(), policySize=U(), digest=DIGEST))),
    8: ("commitments", Commitments(DIGEST)),
    9: ("signature", Optional(SIGNATURE)),
})


class AtLeast(B):
    """Bytes of a least length."""

    def __init__(self, least):
        super().__init__()
        self.least = least

    def judge(self, item):
        super().judge(item)
        require(len(item) >= self.least, "too short")

    def own(self, value):
        yield from super().own(value)
        yield "is a byte too short", MALFORMED, encode(bytes(self.least - 1))


# A group lies open, or is sealed for one person: 12 bytes of nonce, 32 of salt, and 16 of tag at least.
BODY = Commitments(Either(Parts(salt=B(32), bytes=B()), Parts(subject=B(16), sealed=AtLeast(60))))
KIND = Map({0: ("kind", U()), 1: ("isCritical", Flag())})
ACTOR = Map(
    {0: ("person", Optional(ID)), 1: ("companion", Optional(ID)), 2: ("component", Optional(T()))},
    rule=lambda item: (0 in item) != (2 in item) and (1 not in item or 0 in item),
)
SUBJECT = Map({
    **{key: (name, Optional(ID)) for key, name in enumerate(
        ["seal", "person", "grant", "application", "credential", "run", "visit", "finding"])},
    8: ("cabinet", Optional(T())),
    9: ("drawer", Optional(U())),
    10: ("slot", Optional(U())),
})


# Statements

class MadeUnder(U):
    """Field 3: absent for 0."""

    when_absent = 0

    def __init__(self):
        super().__init__(low=1)

    def own(self, value):
        yield "is 0", NOT_CANONICAL, encode(0)
        yield "is negative", MALFORMED, encode(-1)


class Kind(Number):
    def own(self, value):
        yield "is that of another statement", MALFORMED, encode(self.numbers[0] + 1)
        yield "is negative", MALFORMED, encode(-1)


def statement(kind, fields, rule=None):
    # "formatVersion", because many statements count versions of their own.
    common = {0: ("kind", Kind(kind)), 1: ("formatVersion", Version()), 2: ("organisation", T()), 3: ("madeUnder", Optional(MadeUnder()))}
    return Map({**common, **dict(enumerate(fields, 4))}, rule)


def each_once(items):
    encoded = [encode(item) for item in items]
    return len(set(encoded)) == len(encoded)


def column(items, key):
    return [item[key] for item in items]


LEAST = {0: (3, 2), 1: (2, 2), 2: (1, 1)}


def root_rule(item):
    owners, threshold = LEAST[item[5]]
    return (len(item[7]) >= owners and threshold <= item[6] <= len(item[7]) and each_once(item[7])
            and item[4] >= 1 and (item[4] == 1) == (11 not in item))


def lock_map_rule(item):
    return all(each_once(column(item.get(6, []), key)) for key in (0, 1, 2))


def epoch_rule(item):
    return item[7][0] == f"{item[2]}/cabinet/{item[4]}/acts/e{item[5] - 1}" and item[7][1] <= 2**62


def cabinet_rule(item):
    """Another machine has a later version and later epochs, behind a head of an earlier epoch of the same acts."""
    if 10 not in item:
        return True
    epoch, cut, telemetry = (item[10][field] for field in (0, 1, 2))
    named = re.fullmatch(re.escape(f"{item[2]}/cabinet/{item[5]}/acts/e") + "([1-9][0-9]*)", cut[0])
    return item[4] >= 2 and epoch >= 2 and telemetry >= 2 and bool(named) and int(named[1]) < epoch and cut[1] <= 2**62


def log_epochs_rule(item):
    names, keys = [], []
    for epoch in item[5]:
        named = re.fullmatch(re.escape(item[2]) + r"/hq/(authority|acts|receipts|policy/[a-z0-9.-]+)/e([1-9][0-9]*)", epoch[0])
        if not named or int(named[2]) < 2:
            return False
        previous = f"{item[2]}/hq/{named[1]}/e{int(named[2]) - 1}"
        last, cut = epoch[2], epoch[3]
        if last[0] != previous or cut[0] != previous or cut[1] > 2**62 or not (last[1] < cut[1] or last == cut):
            return False
        # The statement is the leaf that opens an epoch of authority, behind a place for each leaf that is lost.
        if named[1] == "authority" and (len(item[5]) > 1 or cut[1] - last[1] > 65_536):
            return False
        names.append(named[1])
        keys.append(epoch[1])
    return each_once(names) and each_once(keys)


CITED_HEAD = Parts(origin=T(), size=U(), root=DIGEST)
TAG = Parts(uid=TAG_UID, keyNumber=U(0, 4), keyVersion=U(0, 255))
PLACE = Parts(board=T(), number=U(1, 1024))
SWITCH = Parts(place=PLACE, isActiveWhenSecure=Boolean())
SEALED = Parts(cabinet=LABEL, sealed=B())
PERSON_IN_GENERATION = Parts(person=ID, generation=U())
MODE = Number(0, 1, 2)
GRADE = U(1, 2)

STATEMENTS = {
    "root": statement(1000, [
        ("rootVersion", U(1)), ("regime", Number(0, 1, 2)), ("threshold", U(1)), ("owners", List(KEY, 16, least=1)),
        ("authorityKey", KEY), ("actsKey", KEY), ("receiptsKey", KEY), ("previous", Optional(DIGEST))], root_rule),
    "services": statement(1001, [("version", U())] + [(name, KEY) for name in (
        "notesKey", "witnessKey", "mirrorKey", "safeKey", "transportKey", "enrolmentKey", "tagServiceKey")]),
    "officers": statement(1002, [
        ("version", U()),
        ("officers", List(Map({0: ("person", ID), 1: ("key", KEY), 2: ("isSecurityOfficer", Flag()),
                               3: ("isDutyOfficer", Flag())}), 32))],
        lambda item: each_once(column(item.get(5, []), 0)) and each_once(column(item.get(5, []), 1))),
    "rules": statement(1003, [
        ("version", U()),
        ("rules", List(Map({
            0: ("name", T()), 1: ("approvals", List(Parts(group=T(), count=U(1)), 8, least=1)), 2: ("needsCompanion", Flag()),
            3: ("modes", List(MODE, 3, least=1)), 4: ("leastGrade", GRADE), 5: ("offlineSecondsMax", U(0, 7_776_000)),
            6: ("acceptsCarriedTime", Flag()), 7: ("acceptsWitnessedApproval", Flag()),
            8: ("acceptsVouchedApproval", Flag())}), 64))],
        lambda item: each_once(column(item.get(5, []), 0))),
    "witness policy": statement(1004, [("version", U()), ("witnesses", List(Parts(name=T(), key=KEY), 12))],
        lambda item: each_once(column(item.get(5, []), 0)) and each_once(column(item.get(5, []), 1))),
    "site": statement(1005, [("version", U()), ("site", LABEL), ("name", T()), ("unit", T()), ("policyEpoch", U()),
                             ("policyKey", KEY)]),
    "new epochs of headquarters' logs": statement(1006, [
        ("reason", U(1)),
        ("epochs", List(Map({0: ("origin", T()), 1: ("key", KEY), 2: ("last", CITED_HEAD), 3: ("cut", CITED_HEAD)}), 16, least=1))],
        lambda item: item[4] not in (3, 5) and log_epochs_rule(item)),
    "cabinet": statement(1010, [
        ("version", U()), ("cabinet", LABEL), ("site", LABEL), ("name", T()),
        ("keys", Parts(acts=KEY, telemetry=KEY, act=KEY, witness=KEY, device=B(65), transport=KEY, sealing=KEY, nextActs=DIGEST)),
        ("request", DIGEST),
        ("replacement", Optional(Map({0: ("actsEpoch", U()), 1: ("cut", CITED_HEAD), 2: ("telemetryEpoch", U())})))], cabinet_rule),
    "epoch of a cabinet": statement(1012, [("cabinet", LABEL), ("epoch", U(2)), ("key", KEY), ("cut", CITED_HEAD)], epoch_rule),
    "approver": statement(1011, [("person", ID), ("generation", U()), ("key", KEY), ("groups", List(T(), 16))]),
    "lock map": statement(1020, [
        ("cabinet", LABEL), ("version", U()),
        ("drawers", List(Map({0: ("drawer", U(1, 1024)), 1: ("reader", T()), 2: ("lock", PLACE), 3: ("bolt", SWITCH),
                              4: ("door", Optional(SWITCH)), 5: ("light", Optional(PLACE))}), 256))], lock_map_rule),
    "person": statement(1021, [("person", ID), ("generation", U()), ("version", U()), ("name", T()),
                               ("rights", List(Number(0, 1, 2), 3))]),
    "credential": statement(1022, [
        ("credential", ID), ("person", ID), ("generation", U()), ("credentialKind", I()), ("card", Optional(TAG)),
        ("verifiers", List(SEALED, 64))], lambda item: (item[7] == 0) == (8 in item)),
    "seal": statement(1023, [
        ("seal", ID), ("version", U()), ("name", T()), ("tag", TAG), ("grade", GRADE), ("cabinet", LABEL), ("drawer", U()),
        ("rule", T()), ("impression", Optional(DIGEST))]),
    "tag job": statement(1025, [("job", ID), ("cabinet", LABEL), ("uid", TAG_UID), ("purpose", Number(0, 1)),
                                ("keyVersion", U(1, 255))]),
}
GRANT = statement(1024, [
    ("grant", ID), ("application", ID), ("applicant", ID), ("seals", List(ID, 32, least=1)), ("site", LABEL),
    ("takers", List(PERSON_IN_GENERATION, 32, least=1)), ("mode", MODE), ("reason", T()),
    ("files", List(Parts(digest=DIGEST, name=T(), pages=U()), 64)), ("copies", U()), ("uses", U(1, 1000)), ("placeOfUse", T()),
    ("companion", Optional(PERSON_IN_GENERATION)), ("expectedReturn", I()), ("notBefore", I()), ("notAfter", I()),
    ("offlineSecondsMax", U())], lambda item: item[18] < item[19] and each_once(item[7]))
SIGNED_STATEMENT = Map({0: ("bytes", B()), 1: ("signatures", List(Parts(key=KEY, signature=SIGNATURE), 16))})
APPROVAL = Map({0: ("form", U()), 1: ("approver", ID), 2: ("proof", B())})
APPROVED_GRANT = Map({0: ("bytes", B()), 1: ("approvals", List(APPROVAL, 32))})


# Takings

COUNT_REQUEST = Map({0: ("run", ID), 1: ("nonce", B(16)), 2: ("deadline", I())})
TAG_KEY_DELIVERY = Map({
    0: ("cabinet", LABEL), 1: ("uid", TAG_UID), 2: ("keyVersion", U(0, 255)), 3: ("job", Optional(ID)), 4: ("sealed", B()),
    5: ("signature", SIGNATURE),
})
SUBJECT_KEY = Map({0: ("key", KEY)})
SUBJECT_ERASED = Map({0: ("keyLeaves", List(U(), 64, least=1))})
TAG_KEY_SET = Map({number: (str(number), Optional(B(16))) for number in range(5)})


# Files

class Between(B):
    """Bytes between two lengths."""

    def __init__(self, low, high):
        super().__init__()
        self.low, self.high = low, high

    def judge(self, item):
        super().judge(item)
        require(self.low <= len(item) <= self.high, "another length")

    def own(self, value):
        yield "comes in pieces", MALFORMED, b"\x5f" + encode(value) + b"\xff"
        yield "is a byte too short", MALFORMED, encode(bytes(self.low - 1))
        yield "is a byte too long", MALFORMED, Fill(head(2, self.high + 1), b"a", self.high + 1)


class MediaType(T):
    """1–127 printable characters without blanks."""

    def judge(self, item):
        super().judge(item)
        require(1 <= len(item) <= 127 and all("\x21" <= letter <= "\x7e" for letter in item), "no media type")

    def own(self, value):
        yield from super().own(value)
        for why, text in [("is empty", ""), ("has a blank", "text/ plain"), ("is Chinese", "文本"), ("is too long", "a" * 128)]:
            yield why, MALFORMED, encode(text)


BLOB_MANIFEST = Map({0: ("version", Version()), 1: ("byteCount", U(1, 2**30)), 2: ("mediaType", MediaType()),
                     3: ("chunkByteCount", Number(262_144)), 4: ("root", DIGEST), 5: ("cipher", Number(1))})
BLOB_REFERENCE = Parts(manifest=BLOB_MANIFEST, key=KEY, content=DIGEST)
BLOB_NAMED = Map({0: ("original", BLOB_REFERENCE), 1: ("preview", Optional(BLOB_REFERENCE))})


# Freshness note

FRESH_NOTE = Map({
    0: ("organisation", T()), 1: ("cabinet", T()), 2: ("nonce", B(32)), 3: ("time", I(0, 2**48)), 4: ("heads", List(CITED_HEAD, 8)),
})
SIGNED_FRESH_NOTE = Parts(bytes=B(), signature=SIGNATURE)


# Acts of a cabinet

class Reading(Map):
    """A reading: what else there is depends on its form."""

    names = {0: "empty", 1: "proved", 2: "failed", 3: "foreign", 4: "unreadable", 5: "ill"}
    with_tag, with_uid = (1,), (2, 3)

    def __init__(self):
        super().__init__({0: ("form", Number(*self.names, code=UNKNOWN_VERSION)), 1: ("tag", Optional(TAG)), 2: ("uid", Optional(ANY_UID))},
                         rule=lambda item: (item[0] in self.with_tag) == (1 in item) and (item[0] in self.with_uid) == (2 in item))

    def own(self, value):
        yield from super().own(value)
        form = value["form"]
        if form in self.with_tag:
            yield "lacks its tag", MALFORMED, encode({0: form})
            yield "has a UID beside its tag", MALFORMED, encode({**self.item(value), 2: bytes(7)})
        elif form in self.with_uid:
            yield "lacks its UID", MALFORMED, encode({0: form})
        else:
            yield "has a UID", MALFORMED, encode({0: form, 2: bytes(7)})


class Sight(Reading):
    """What a slot's reader saw at the end of an observed span."""

    names = {0: "proved", 1: "seen", 2: "ill", 3: "empty", 4: "other", 5: "unreadable"}
    with_tag, with_uid = (0,), (1, 4)


def rising(items, *keys):
    places = [tuple(item.get(key, 0) for key in keys) for item in items]
    return all(one < next for one, next in zip(places, places[1:]))


SLOT_PRESENCE = Map({0: ("drawer", U()), 1: ("slot", Optional(U())), 2: ("seal", Optional(ID)), 3: ("sight", Sight())})
DRAWER_PRESENCE = Map({0: ("drawer", U()), 1: ("state", Number(0, 1, 2, 3, code=UNKNOWN_VERSION)), 2: ("openingCount", U()),
                       3: ("closingCount", U())})
METHODS = List(I(), 8)
READING = Reading()
RESOLVED = ("isResolved", Flag())
CABINET_ACTS = {
    "visit begun": Map({
        0: ("persons", List(Map({0: ("person", ID), 1: ("methods", METHODS)}), 8)), 1: ("grantDigest", Optional(DIGEST)),
        2: ("low", Optional(I())), 3: ("high", Optional(I())), 4: ("expectedReturn", Optional(I()))}),
    "take ended": Map({0: ("outcome", Number(0, 1, 2, 3, 4, code=UNKNOWN_VERSION)), 1: ("reading", READING), 2: RESOLVED}),
    "return ended": Map({0: ("outcome", Number(0, 1, 2, 3, 4, code=UNKNOWN_VERSION)), 1: ("reading", READING), 2: RESOLVED}),
    "set-aside ended": Map({0: ("reading", READING), 1: RESOLVED}),
    "take refused": Map({0: ("reasons", List(I(), 64))}),
    "identification": Map({0: ("methods", METHODS), 1: ("card", Optional(ANY_UID))}),
    "credential requested": Map({0: ("kind", I()), 1: ("card", Optional(TAG)), 2: ("verifiers", List(SEALED, 64))}),
    "tag seen": Map({0: ("uid", ANY_UID), 1: ("version", B()), 2: ("keyVersion", Optional(U(0, 255))), 3: ("job", Optional(ID))}),
    "finding opened": Map({0: ("kind", I()), 1: ("note", T()), 2: ("reading", Optional(READING))}),
    "count answered": Map({
        0: ("nonce", B(16)),
        1: ("drawers", List(Map({0: ("drawer", U()), 1: ("seal", Optional(ID)), 2: ("finding", Number(*range(8), code=UNKNOWN_VERSION)),
                                 3: ("reading", READING), 4: ("holder", Optional(ID))}), 256))}),
    "presence observed": Map({
        0: ("from", U()), 1: ("to", U()), 2: ("slots", List(SLOT_PRESENCE, 256)), 3: ("drawers", List(DRAWER_PRESENCE, 256)),
        4: ("tamper", Number(0, 1, 2, code=UNKNOWN_VERSION)), 5: ("mains", Number(0, 1, 2, code=UNKNOWN_VERSION))},
        rule=lambda item: item[0] <= item[1] and rising(item.get(2, []), 0, 1) and rising(item.get(3, []), 0)),
    "values measured": Map({
        0: ("from", U()), 1: ("to", U()), 2: ("values", List(Parts(sensor=U(), place=U(), value=I()), 1_024, least=1)),
        3: ("isWhole", Flag())},
        rule=lambda item: item[0] <= item[1] and all(
            one[:2] < next[:2] for one, next in zip(item[2], item[2][1:]))),
    "telemetry shed": Map({0: ("origin", T()), 1: ("first", U()), 2: ("last", U()), 3: ("heldCount", U())},
                          rule=lambda item: item[1] <= item[2] and item[3] <= item[2] - item[1] + 1),
    "epoch opened": Map({
        0: ("previousOrigin", Optional(T())), 1: ("lastCosigned", Optional(CITED_HEAD)), 2: ("lastOwn", Optional(CITED_HEAD)),
        3: ("reason", U()), 4: ("nextKey", DIGEST), 5: ("treeHash", U()), 6: ("key", Optional(KEY))}),
    "epoch closed": Map({0: ("reason", U())}),
    "carried": Map({0: ("origin", T()), 1: ("index", U()), 2: ("leaf", B()), 3: ("body", B())}),
    "state named": Map({0: ("version", U()), 1: ("digest", DIGEST), 2: ("pieces", List(Parts(name=T(), digest=DIGEST), 16))}),
}


# Acts of headquarters

HEADQUARTERS_ACTS = {
    "account": Map({0: ("account", T()), 1: ("note", T())}),
    "proposal made": Map({0: ("bytes", B()), 1: ("site", Optional(T())), 2: ("note", T()), 3: ("slip", Optional(B()))}),
    "signature received": Map({0: ("proposal", DIGEST), 1: ("signature", Parts(key=KEY, signature=SIGNATURE))}),
    "proposal ended": Map({0: ("proposal", DIGEST), 1: ("origin", Optional(T())), 2: ("index", Optional(U()))}),
    "application filed": Map({0: ("number", T()), 1: ("grant", B())}),
    "approval received": Map({0: ("grant", DIGEST), 1: ("approval", APPROVAL)}),
    "application ended": Map({0: ("grant", DIGEST), 1: ("index", Optional(U())), 2: ("reason", T())}),
    "count asked": Map({0: ("run", ID), 1: ("number", T()), 2: ("nonce", B(16)), 3: ("askedAt", I()), 4: ("deadline", I()),
                        5: ("targets", List(Parts(site=LABEL, cabinet=LABEL), 600))}),
    "count answer taken": Map({0: ("run", ID), 1: ("cabinet", LABEL), 2: ("size", U()), 3: ("takenAt", I()), 4: ("drawerCount", U()),
                               5: ("differenceCount", U()), 6: ("provedCount", U())}),
    "count closed": Map({0: ("run", ID), 1: ("revision", U()), 2: ("closedAt", I()), 3: ("targetCount", U()), 4: ("equalCount", U()),
                         5: ("differingCount", U()), 6: ("unreachableCount", U()), 7: ("answers", DIGEST)}),
    "evidence exported": Map({0: ("scope", T()), 1: ("digest", T())}),
    "looked at": Map({0: ("page", T()), 1: ("about", Optional(T()))}),
    "taking made": Map({0: ("origin", T()), 1: ("index", U()), 2: ("reason", T())}),
    "head cosigned": Map({0: ("note", B())}),
    "heads noted": Map({0: ("heads", List(CITED_HEAD, 256))}),
    "erasure asked": Map({0: ("site", T()), 1: ("reason", T())}),
    "erasure done": Map({0: ("site", T()), 1: ("index", U()), 2: ("bodyCount", U())}),
    "blob complete": Map({0: ("blob", DIGEST), 1: ("sealedByteCount", U())}),
}


# Frames

class Note(B):
    """A signed note in a byte string, at most 64 KiB."""

    def judge(self, item):
        super().judge(item)
        require(len(item) <= 65_536, "a note of more than 64 KiB")

    def own(self, value):
        yield "comes in pieces", MALFORMED, b"\x5f" + encode(value) + b"\xff"
        yield "is longer than 64 KiB", MALFORMED, Fill(head(2, 65_537), b"a", 65_537)


class Limited(B):
    """Bytes of records that are kept, at most so many."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def judge(self, item):
        super().judge(item)
        require(len(item) <= self.most, "too many bytes")

    def own(self, value):
        yield "comes in pieces", MALFORMED, b"\x5f" + encode(value) + b"\xff"
        yield f"is longer than {self.most} bytes", TOO_LARGE, Fill(head(2, self.most + 1), b"a", self.most + 1)


HASH, NOTE = B(32), Note()
OFFER = Map({0: ("note", NOTE), 1: ("from", U()), 2: ("path", List(HASH, 63))})
HELD = Parts(origin=T(), size=U())
CREDIT = Parts(trafficClass=Number(0, 1, 2, 3, 4), byteTotal=U())
EPOCH = Map({0: ("origin", T()), 1: ("leaf", B()), 2: ("body", B())})
WITNESS_LINE = Map({0: ("origin", T()), 1: ("verdict", Number(*range(6))), 2: ("size", U()), 3: ("note", Optional(NOTE))},
                   rule=lambda item: item[1] != 0 or 3 in item)
ANCHORS = {
    "head timestamped": Map({0: ("note", Limited(65_536)), 1: ("token", Limited(32_768)), 2: ("authority", T())}),
    "head cosigned outside": Map({0: ("note", Limited(65_536)), 1: ("witnesses", List(T(), 12, least=1))}),
}
FRAMES = {
    "HELLO": (1, Map({
        0: ("organisation", T()), 1: ("cabinet", T()), 2: ("boot", ID), 3: ("startCount", U()), 4: ("nonce", B(32)),
        5: ("heads", List(OFFER, 16)), 6: ("held", List(HELD, 16)), 7: ("cosigned", List(NOTE, 16)), 8: ("epochs", List(EPOCH, 12))})),
    "WITNESS": (2, List(WITNESS_LINE, 16, may_be_empty=True)),
    "WELCOME": (3, Map({0: ("mirrored", List(HELD, 16)), 1: ("fresh", Optional(SIGNED_FRESH_NOTE)), 2: ("heads", List(OFFER, 16)),
                        3: ("credit", List(CREDIT, 5)), 4: ("authority", List(SIGNED_STATEMENT, 64))})),
    "DATA": (4, Map({0: ("origin", T()), 1: ("first", U()), 2: ("leaves", B()), 3: ("bodies", B()),
                     4: ("checkpoint", Optional(NOTE))})),
    "CHECKPOINT": (5, OFFER),
    "COSIGNATURE": (6, Map({0: ("note", NOTE), 1: ("mirroredSize", Optional(U()))})),
    "PULL": (7, Map({0: ("origin", T()), 1: ("from", U()), 2: ("byteCountMax", U())})),
    "FRESH asking": (8, B(32)),
    "FRESH answering": (9, SIGNED_FRESH_NOTE),
    "ALARM": (10, Map({0: ("origin", T()), 1: ("index", U()), 2: ("leaf", B()), 3: ("body", B()),
                       4: ("inclusion", List(HASH, 63)), 5: ("head", OFFER)})),
    "CREDIT": (11, CREDIT),
    "BYE": (12, Map({0: ("code", U()), 1: ("message", T()), 2: ("retryAfterMilliseconds", U())})),
    "BODY": (13, Map({0: ("origin", T()), 1: ("index", U()), 2: ("body", Between(1, 65_536))})),
    "WANT": (14, Map({0: ("blob", DIGEST), 1: ("held", Between(1, 513))})),
    "PIECE": (15, Map({0: ("blob", DIGEST), 1: ("index", U(0, 32_775)), 2: ("bytes", Between(1, 32_768)), 3: ("path", List(HASH, 16))})),
    "END": (16, Map({0: ("blob", DIGEST), 1: ("reason", Number(0, 1))})),
}


class FrameType(U):
    def __init__(self, number):
        super().__init__()
        self.number = number

    def judge(self, item):
        require(item == self.number, "another type")

    def own(self, value):
        yield "is 0", "unknownFrame", encode(0)
        yield "is 99", "unknownFrame", encode(99)
        yield "is negative", MALFORMED, encode(-1)


class Frame(Map):
    """A frame: every mistake but an unknown type or version is malformed."""

    def __init__(self, number, content):
        super().__init__({0: ("type", FrameType(number)), 1: ("version", Version()), 2: ("content", content)})

    def neighbours(self, value):
        kept = ("unknownFrame", UNKNOWN_VERSION)
        for why, code, data in super().neighbours(value):
            yield why, code if code in kept else MALFORMED, data
