"""Writes the golden vectors of Signet's formats: format_vectors.py FOLDER.

Made from Documentation/Records.md and Documentation/Wire.md alone, on cbor2, pyca/cryptography and hashlib, and never from what the
product writes. Everything comes from fixed seeds: each run writes the same bytes. Tests/Vectors/Formats/README.md says how to read
them.
"""

import base64
import json
import pathlib
import struct
import sys

from format_samples import *
from format_schema import I, MALFORMED, NOT_CANONICAL, Refused, TOO_LARGE, U, decode, encode, refusals
from format_tables import *

officers = [Signer("officer 1"), Signer("officer 2")]
owners = [Signer(f"owner {number}") for number in (1, 2, 3)]
approvers = [Signer("approver 1"), Signer("approver 2")]
TELEMETRY = ACTS.replace("/acts/", "/telemetry/")
act, notes, witness, mirror, tag_service = (Signer(name) for name in ("act", "notes", "witness", "mirror", "tag service"))
logs = {origin: Signer("log " + origin) for origin in (ACTS, AUTHORITY, POLICY)}
sealing = exchange_key("sealing")


def vector(name, format, form, value, more=(), without_refusals=False, **others):
    data = encode(form.item(value))
    form.judge(decode(data))
    entry = {"name": name, "format": format, "bytes": data.hex(), "fields": form.shown(value), "sha256": sha(data).hex(), "ok": True}
    entry.update(others)
    if not without_refusals:
        more = [(why, code, other if isinstance(other, bytes) else encode(form.item(other))) for why, code, other in more]
        entry["refusals"] = refusals(form, value, more)
    return entry


def hexes(values):
    return [value.hex() for value in values]


# ------------------------------------------------------------------------------------------------ canonical bytes

def canonical():
    good = [
        ("zero", 0), ("the last of one byte", 23), ("the first of two bytes", 24), ("255", 255), ("256", 256), ("65535", 65535),
        ("65536", 65536), ("2^32 − 1", 2**32 - 1), ("2^32", 2**32), ("2^63 − 1", 2**63 - 1), ("−1", -1), ("−24", -24),
        ("−25", -25), ("−2^63", -(2**63)), ("true", True), ("false", False), ("no bytes", b""), ("24 bytes", bytes(24)),
        ("256 bytes", bytes(256)), ("no text", ""), ("Chinese", "印章"), ("é as one scalar", "\u00e9"), ("é as two scalars", "e\u0301"),
        ("a scalar beyond the first plane", "\U0001F58B"), ("a zero byte in a text", "a\u0000b"), ("an empty array", []), ("an empty map", {}),
        ("all keys", {key: key for key in range(24)}), ("depth 8", [[[[[[[[0]]]]]]]]), ("a map in arrays", [[{0: [True, False]}], -1]),
    ]
    bad = [
        (MALFORMED, "nothing", ""), (NOT_CANONICAL, "23 in two bytes", "1817"), (NOT_CANONICAL, "255 in three", "1900ff"),
        (NOT_CANONICAL, "65535 in five", "1a0000ffff"), (NOT_CANONICAL, "2^32 − 1 in nine", "1b00000000ffffffff"),
        (NOT_CANONICAL, "−1 in two bytes", "3800"), (MALFORMED, "2^63", "1b8000000000000000"),
        (MALFORMED, "−2^63 − 1", "3b8000000000000000"), (MALFORMED, "2^64 − 1", "1bffffffffffffffff"),
        (NOT_CANONICAL, "a length in two bytes", "580161"), (NOT_CANONICAL, "a text's length in three", "79000161"),
        (NOT_CANONICAL, "an array's length in two", "980100"), (NOT_CANONICAL, "a map's length in two", "b8010000"),
        (MALFORMED, "null", "f6"), (MALFORMED, "undefined", "f7"), (MALFORMED, "false in two bytes", "f814"),
        (MALFORMED, "simple value 0", "e0"), (MALFORMED, "half-precision float", "f90000"), (MALFORMED, "single-precision float", "fa00000000"),
        (MALFORMED, "double-precision float", "fb0000000000000000"), (MALFORMED, "a tag", "c000"), (MALFORMED, "a bignum", "c24100"),
        (MALFORMED, "bytes in pieces", "5f4161ff"), (MALFORMED, "a text in pieces", "7f6161ff"), (MALFORMED, "an endless array", "9f00ff"),
        (MALFORMED, "an endless map", "bf0000ff"), (MALFORMED, "a break", "ff"), (MALFORMED, "reserved 28", "1c"), (MALFORMED, "reserved 30", "1e"),
        (MALFORMED, "two values", "0000"), (MALFORMED, "an overlong UTF-8 form", "62c080"), (MALFORMED, "a surrogate", "63eda080"),
        (MALFORMED, "a scalar above 10FFFF", "64f4908080"), (MALFORMED, "UTF-8 cut by the length", "61c3"),
        (MALFORMED, "key 24", "a1181800"), (MALFORMED, "key −1", "a12000"), (MALFORMED, "a text as key", "a1616100"),
        (MALFORMED, "bytes as key", "a1416100"), (NOT_CANONICAL, "a key twice", "a200000000"), (NOT_CANONICAL, "keys out of order", "a201000000"),
        (TOO_LARGE, "depth 9 of arrays", "81" * 9 + "00"), (TOO_LARGE, "depth 9 of maps", "a100" * 9 + "00"),
        (MALFORMED, "an array of 2^63 − 1 elements", "9b7fffffffffffffff"), (MALFORMED, "2^64 − 1 bytes", "5bffffffffffffffff"),
        (MALFORMED, "a map of 2^32 fields", "bb0000000100000000"),
    ]
    for code, why, data in bad:
        try:
            decode(bytes.fromhex(data))
        except Refused:
            continue
        raise AssertionError(why)
    return {
        "about": "Values of the narrowed CBOR, and encodings that are none.",
        "vectors": [{"name": name, "bytes": encode(value).hex(), "diagnostic": diagnostic(value), "ok": decode(encode(value)) == value}
                    for name, value in good],
        "refusals": [{"why": why, "refuse": code, "bytes": data} for code, why, data in bad],
    }


def diagnostic(value):
    """Diagnostic notation (RFC 8949, 8), the strings in hexadecimal of their bytes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, str):
        return f"t'{value.encode().hex()}'"
    if isinstance(value, list):
        return "[" + ", ".join(diagnostic(one) for one in value) + "]"
    return "{" + ", ".join(f"{key}: {diagnostic(one)}" for key, one in value.items()) + "}"


# ------------------------------------------------------------------------------------------------ leaves and bodies

def group(name, content):
    return {"salt": seed("salt " + name), "bytes": content}


def commitment(one):
    return sha(prefix("signet/group/v1"), one["salt"], one["bytes"])


def heads_digest(authority, policy):
    return sha(prefix("signet/heads/v1"), authority, policy)


def signed_leaf(value, origin, signer):
    unsigned = encode(LEAF.item(value))
    return {**value, "signature": signer.sign("signet/act/v1", origin.encode(), b"\x00", unsigned)}


def record_values():
    """(name, leaf, body, origin, own key or None) of whole records."""
    persons = {"person": ident("person 1"), "companion": ident("person 2")}
    visit = {"visit": ident("visit"), "seal": ident("seal"), "grant": ident("grant"), "drawer": 3}
    begun = {"persons": [{"person": ident("person 1"), "methods": [0, 1]}, {"person": ident("person 2"), "methods": [0]}],
             "grantDigest": sha(b"a grant"), "low": NOON, "high": NOON + 312, "expectedReturn": NOON + 3_600_000}
    started = {"0": group("started 0", encode(KIND.item({"kind": 101}))),
               "1": group("started 1", encode(ACTOR.item({"component": "boot"}))), "2": group("started 2", encode({})),
               "3": group("started 3", encode({0: 7}))}
    taken = {"0": group("taken 0", encode(KIND.item({"kind": 1}))), "1": group("taken 1", encode(ACTOR.item(persons))),
             "2": group("taken 2", encode(SUBJECT.item(visit))), "3": group("taken 3", encode(CABINET_ACTS["visit begun"].item(begun)))}
    known = {"0": group("known 0", encode(KIND.item({"kind": 40}))),
             "1": group("known 1", encode(ACTOR.item({"person": ident("person 1")}))), "2": group("known 2", encode({})),
             "3": group("known 3", encode({0: [0, 1], 1: bytes.fromhex("04a1b2c3d4e5f6")})), "4": group("known 4", encode(True))}
    strange = {"0": group("strange 0", encode(KIND.item({"kind": 2**63 - 1, "isCritical": True})))}

    def leaf(body, record_class, sequence, time, quality, **more):
        return {"version": 1, "recordClass": record_class, "sequence": sequence, "time": {"milliseconds": time[0], "counter": time[1]},
                "clockQuality": quality, "boot": ident("boot"), "monotonicMilliseconds": 4_211,
                "commitments": {key: commitment(one) for key, one in body.items()}, **more}

    obeyed = {"authorityEpoch": 1, "authoritySize": 12, "policyEpoch": 1, "policySize": 300,
              "digest": heads_digest(sha(b"root of authority"), sha(b"root of policy"))}
    signed = signed_leaf(leaf(taken, 1, 255, (NOON, 3), 2, obeyedHeads=obeyed), ACTS, act)
    duress = signed_leaf(leaf(known, 3, 256, (NOON + 1, 0), 1, obeyedHeads=obeyed), ACTS, act)
    edge = leaf(strange, 2**63 - 1, 2**63 - 1, (-(2**63), 2**63 - 1), 0)
    edge["monotonicMilliseconds"] = 2**63 - 1
    return [
        ("a start, unsigned, before the first head", leaf(started, 7, 0, (0, 0), 0), started, None),
        ("a take begun by two persons, signed by the device", signed, taken, ACTS),
        ("an identification under duress, signed by the device", duress, known, ACTS),
        ("the largest numbers, one group, an unknown class and kind", edge, strange, None),
    ]


def leaves():
    vectors, records, refused = [], [], []
    for index, (name, leaf, body, origin) in enumerate(record_values()):
        leaf_bytes, body_bytes = encode(LEAF.item(leaf)), encode(BODY.item(body))
        signed = {"origin": origin, "actKey": act.public.hex()} if origin else {}
        vectors.append(vector(name, "leaf", LEAF, leaf, leafHash=sha(b"\x00", leaf_bytes).hex(), without_refusals=index not in (0, 1), **signed))
        vectors.append(vector(name, "body", BODY, body, without_refusals=index not in (1, 2),
                              commitments={key: commitment(one).hex() for key, one in body.items()}))
        records.append({"name": name, "leaf": leaf_bytes.hex(), "body": body_bytes.hex(), "ok": True})
        first = dict(body)
        first["0"] = {**body["0"], "salt": seed("another salt")}
        refused.append({"why": f"{name}: another salt", "refuse": "mismatch", "leaf": leaf_bytes.hex(), "body": encode(BODY.item(first)).hex()})
        first["0"] = {**body["0"], "bytes": encode({0: 9})}
        refused.append({"why": f"{name}: another kind", "refuse": "mismatch", "leaf": leaf_bytes.hex(), "body": encode(BODY.item(first)).hex()})
    name, leaf, body, _ = record_values()[0]
    leaf_bytes = encode(LEAF.item(leaf))
    records.append({"name": "an erased body", "leaf": leaf_bytes.hex(), "body": "", "ok": True})
    shown = {"0": body["0"]}
    records.append({"name": "one group shown, three closed", "leaf": leaf_bytes.hex(), "body": encode(BODY.item(shown)).hex(), "ok": True})
    name, leaf, body, _ = record_values()[2]
    person, key, nonce = ident("person 1"), seed("key of person 1"), seed("nonce of a group")[:12]
    detail = body["3"]
    hidden = {"subject": person, "sealed": nonce + AESGCM(key).encrypt(
        nonce, detail["salt"] + detail["bytes"], prefix("signet/subject/v1") + person + b"\x03")}
    sealed_body = {**body, "3": hidden}
    records.append({"name": "a detail sealed for its person, closed without his key", "leaf": encode(LEAF.item(leaf)).hex(),
                    "body": encode(BODY.item(sealed_body)).hex(), "person": person.hex(), "key": key.hex(), "detail": detail["bytes"].hex()})
    name, leaf, body, _ = record_values()[0]
    extra = {**body, "4": group("extra", encode(True))}
    refused.append({"why": "a group that the leaf does not commit to", "refuse": "mismatch", "leaf": leaf_bytes.hex(),
                    "body": encode(BODY.item(extra)).hex()})
    content = [
        vector("one group sealed", "body", BODY, sealed_body,
               commitments={key: commitment(one).hex() for key, one in sealed_body.items() if key != "3"}),
        vector("a known kind", "kind", KIND, {"kind": 4}), vector("a critical kind", "kind", KIND, {"kind": 2500, "isCritical": True}),
        vector("a person", "actor", ACTOR, {"person": ident("person 1")}, more=[
            ("a person and a component", MALFORMED, {"person": ident("person 1"), "component": "boot"})]),
        vector("two persons", "actor", ACTOR, {"person": ident("person 1"), "companion": ident("person 2")}, more=[
            ("a companion alone", MALFORMED, {"companion": ident("person 2")}), ("nobody", MALFORMED, {}),
            ("a companion beside a component", MALFORMED, {"companion": ident("person 2"), "component": "boot"})]),
        vector("a component", "actor", ACTOR, {"component": "reader 2"}),
        vector("nothing", "subject", SUBJECT, {}),
        vector("everything", "subject", SUBJECT, {**{name: ident(name) for name, _ in list(SUBJECT.fields.values())[:8] for name in [name]},
                                                  "cabinet": CABINET, "drawer": 1, "slot": 2}),
    ]
    return {"about": "Leaves, bodies, and what their groups hold; the records that they make.", "vectors": vectors + content,
            "records": records, "refusedRecords": refused}


# ------------------------------------------------------------------------------------------------ statements

def statement_values():
    """(format, name, value, what else is refused)."""
    def made(kind, made_under=0, **fields):
        return {"kind": kind, "formatVersion": 1, "organisation": ORGANISATION, **({"madeUnder": made_under} if made_under else {}), **fields}

    keys = {name: Signer("key of " + name).public for name in (
        "notesKey", "witnessKey", "mirrorKey", "safeKey", "transportKey", "enrolmentKey", "tagServiceKey")}
    cabinet_keys = {"acts": logs[ACTS].public, "telemetry": Signer("telemetry").public, "act": act.public, "witness": Signer("cabinet witness").public,
                    "device": device_key("c1"), "transport": raw(exchange_key("transport").public_key()), "sealing": raw(sealing.public_key()),
                    "nextActs": sha(prefix("signet/next-key/v1"), Signer("next acts").public)}
    root = made(1000, rootVersion=1, regime=0, threshold=2, owners=[owner.public for owner in owners], authorityKey=logs[AUTHORITY].public,
                actsKey=Signer("hq acts").public, receiptsKey=Signer("receipts").public)
    root_bytes = encode(STATEMENTS["root"].item(root))
    second = {**root, "madeUnder": 9, "rootVersion": 2, "previous": sha(root_bytes)}
    yield "root", "version 1, full", root, [
        ("two owners are too few for full", MALFORMED, {**root, "owners": root["owners"][:2]}),
        ("threshold 1 is too few for full", MALFORMED, {**root, "threshold": 1}),
        ("a threshold above the owners", MALFORMED, {**root, "threshold": 4}),
        ("an owner twice", MALFORMED, {**root, "owners": root["owners"] + root["owners"][:1]}),
        ("version 1 with a predecessor", MALFORMED, {**second, "rootVersion": 1}),
        ("version 2 without one", MALFORMED, {**root, "rootVersion": 2})]
    yield "root", "version 2", second, None
    yield "root", "single", {**root, "regime": 2, "threshold": 1, "owners": root["owners"][:1]}, None
    yield "root", "pair", {**root, "regime": 1, "owners": root["owners"][:2]}, None
    yield "services", "all keys", made(1001, 3, version=1, **keys), []
    people = [{"person": ident("officer 1"), "key": officers[0].public, "isSecurityOfficer": True, "isDutyOfficer": True},
              {"person": ident("officer 2"), "key": officers[1].public, "isSecurityOfficer": True},
              {"person": ident("officer 3"), "key": Signer("officer 3").public, "isDutyOfficer": True}]
    listed = made(1002, 2, version=4, officers=people)
    yield "officers", "three officers", listed, [
        ("a person twice", MALFORMED, {**listed, "officers": [people[0], {**people[1], "person": people[0]["person"]}]}),
        ("a key twice", MALFORMED, {**listed, "officers": [people[0], {**people[1], "key": people[0]["key"]}]})]
    yield "officers", "nobody", made(1002, 2, version=5, officers=[]), None
    rule = {"name": "合同", "approvals": [{"group": "行长", "count": 1}, {"group": "法务", "count": 2}], "needsCompanion": True, "modes": [0, 1],
            "leastGrade": 2, "offlineSecondsMax": 1_209_600, "acceptsCarriedTime": True, "acceptsWitnessedApproval": True,
            "acceptsVouchedApproval": True}
    plain_rule = {"name": "b", "approvals": [{"group": "g", "count": 1}], "modes": [2], "leastGrade": 1, "offlineSecondsMax": 0}
    rules = made(1003, 4, version=2, rules=[rule, plain_rule])
    yield "rules", "two rules", rules, [("two rules of one name", MALFORMED, {**rules, "rules": [rule, {**plain_rule, "name": "合同"}]})]
    named = [{"name": f"{ORGANISATION}/cabinet/c{number}", "key": Signer(f"witness {number}").public} for number in (1, 2, 3)]
    policy = made(1004, 30, version=1, witnesses=named)
    yield "witness policy", "three witnesses", policy, [
        ("a name twice", MALFORMED, {**policy, "witnesses": [named[0], {**named[1], "name": named[0]["name"]}]}),
        ("a key twice", MALFORMED, {**policy, "witnesses": [named[0], {**named[1], "key": named[0]["key"]}]})]
    yield "witness policy", "none", made(1004, 31, version=2, witnesses=[]), None
    yield "site", "a branch", made(1005, 5, version=1, site=SITE, name="杭州延安路支行", unit="华东/浙江", policyEpoch=1,
                                   policyKey=logs[POLICY].public), []
    yield "cabinet", "a cabinet", made(1010, 6, version=1, cabinet=CABINET, site=SITE, name="1 号柜", keys=cabinet_keys, request=sha(b"a request")), []
    replacing = made(1010, 40, version=2, cabinet=CABINET, site=SITE, name="1 号柜", request=sha(b"another request"), keys={
        **cabinet_keys, "acts": Signer("acts e3").public, "telemetry": Signer("telemetry e2").public, "act": Signer("another act").public},
        replacement={"actsEpoch": 3, "cut": {"origin": ACTS, "size": 12, "root": sha(b"a root")}, "telemetryEpoch": 2})
    def placed(**changes):
        return {**replacing, "replacement": {**replacing["replacement"], **changes}}
    def cut(**changes):
        return placed(cut={**replacing["replacement"]["cut"], **changes})
    yield "cabinet", "another machine", replacing, [
        ("the first version", MALFORMED, {**replacing, "version": 1}), ("a first epoch of acts", MALFORMED, placed(actsEpoch=1)),
        ("a first epoch of telemetry", MALFORMED, placed(telemetryEpoch=1)), ("a cut of another log", MALFORMED, cut(origin=POLICY)),
        ("a cut of another cabinet", MALFORMED, cut(origin=ACTS.replace(CABINET, "other"))),
        ("a cut of its own epoch", MALFORMED, cut(origin=ACTS[:-1] + "3")), ("a cut of telemetry", MALFORMED, cut(origin=TELEMETRY)),
        ("a cut beyond the largest tree", MALFORMED, cut(size=2**62 + 1))]
    receipts, own_acts = f"{ORGANISATION}/hq/receipts/e", f"{ORGANISATION}/hq/acts/e"
    later = [
        {"origin": own_acts + "2", "key": Signer("acts e2").public, "last": {"origin": own_acts + "1", "size": 7, "root": sha(b"here")},
         "cut": {"origin": own_acts + "1", "size": 7, "root": sha(b"here")}},
        {"origin": receipts + "3", "key": Signer("receipts e3").public, "last": {"origin": receipts + "2", "size": 5, "root": sha(b"here")},
         "cut": {"origin": receipts + "2", "size": 9, "root": sha(b"shown")}}]
    opened = made(1006, 9, reason=2, epochs=later)
    def but(**changes):
        return {**opened, "epochs": [later[0], {**later[1], **changes}]}
    yield "new epochs of headquarters' logs", "after a restore", opened, [
        ("a lost disk", MALFORMED, {**opened, "reason": 3}), ("a bit error", MALFORMED, {**opened, "reason": 5}),
        ("no log", MALFORMED, {**opened, "epochs": []}), ("a log twice", MALFORMED, {**opened, "epochs": [later[0], later[0]]}),
        ("a key twice", MALFORMED, but(key=later[0]["key"])), ("a first epoch", MALFORMED, but(origin=receipts + "1")),
        ("an epoch with a zero before it", MALFORMED, but(origin=receipts + "03")),
        ("a log of a cabinet", MALFORMED, but(origin=ACTS[:-1] + "3")),
        ("a log of another organisation", MALFORMED, but(origin="example.net/hq/receipts/e3")),
        ("a cut of another epoch", MALFORMED, but(cut={**later[1]["cut"], "origin": receipts + "1"})),
        ("an end of another log", MALFORMED, but(last={**later[1]["last"], "origin": own_acts + "2"})),
        ("a cut below what is here", MALFORMED, but(cut={**later[1]["cut"], "size": 4})),
        ("another head of the same size", MALFORMED, but(cut={**later[1]["cut"], "size": 5})),
        ("a cut beyond the largest tree", MALFORMED, but(cut={**later[1]["cut"], "size": 2**62 + 1}))]
    ended = {"origin": POLICY, "size": 300, "root": sha(b"root of policy")}
    next_policy = {"origin": POLICY[:-1] + "2", "key": Signer("policy e2").public, "last": {**ended, "size": 290, "root": sha(b"here")}, "cut": ended}
    yield "new epochs of headquarters' logs", "of a policy", made(1006, 10, reason=4, epochs=[next_policy]), [
        ("an end of another site's policy", MALFORMED, made(1006, 10, reason=4, epochs=[
            {**next_policy, "cut": {**ended, "origin": POLICY.replace(SITE, "elsewhere")}}])),
        ("a policy without a site", MALFORMED, made(1006, 10, reason=4, epochs=[
            {**next_policy, "origin": f"{ORGANISATION}/hq/policy/e2"}]))]
    forgotten = {"origin": AUTHORITY, "size": 300, "root": sha(b"root of authority")}
    next_authority = {"origin": AUTHORITY[:-1] + "2", "key": Signer("authority e2").public, "cut": forgotten,
                      "last": {**forgotten, "size": 290, "root": sha(b"here")}}
    alone = made(1006, 11, reason=2, epochs=[next_authority])
    yield "new epochs of headquarters' logs", "of authority", alone, [
        ("beside another log", MALFORMED, {**alone, "epochs": [next_authority, later[0]]}),
        ("more lost leaves than are lost at once", MALFORMED, {**alone, "epochs": [
            {**next_authority, "cut": {**forgotten, "size": 290 + 65_537}}]})]
    epoch = made(1012, 8, cabinet=CABINET, epoch=2, key=Signer("next acts").public, cut={"origin": ACTS, "size": 12, "root": sha(b"a root")})
    yield "epoch of a cabinet", "after a fork", epoch, [
        ("the first epoch", MALFORMED, {**epoch, "epoch": 1}), ("a cut of another log", MALFORMED, {**epoch, "cut": {**epoch["cut"], "origin": POLICY}}),
        ("a cut of its own epoch", MALFORMED, {**epoch, "cut": {**epoch["cut"], "origin": ACTS[:-1] + "2"}}),
        ("another epoch than the one behind the cut", MALFORMED, {**epoch, "epoch": 3}),
        ("a cut beyond the largest tree", MALFORMED, {**epoch, "cut": {**epoch["cut"], "size": 2**62 + 1}})]
    yield "approver", "in two groups", made(1011, 7, person=ident("approver 1"), generation=0, key=approvers[0].public, groups=["行长", "法务"]), []
    drawer = {"drawer": 1, "reader": "reader-1", "lock": {"board": "b1", "number": 1},
              "bolt": {"place": {"board": "b1", "number": 1}, "isActiveWhenSecure": True},
              "door": {"place": {"board": "b1", "number": 33}, "isActiveWhenSecure": False}, "light": {"board": "b2", "number": 1024}}
    last = {"drawer": 1024, "reader": "reader-2", "lock": {"board": "b1", "number": 2},
            "bolt": {"place": {"board": "b1", "number": 2}, "isActiveWhenSecure": False}}
    lock_map = made(1020, 8, cabinet=CABINET, version=1, drawers=[drawer, last])
    yield "lock map", "two drawers", lock_map, [
        (f"a {name} twice", MALFORMED, {**lock_map, "drawers": [drawer, {**last, name: drawer[name]}]}) for name in ("drawer", "reader", "lock")]
    yield "person", "with all rights", made(1021, 9, person=ident("person 1"), generation=2, version=1, name="王芳", rights=[0, 1, 2]), []
    tag = {"uid": bytes.fromhex("04a1b2c3d4e5f6"), "keyNumber": 1, "keyVersion": 255}
    card = made(1022, 10, credential=ident("card"), person=ident("person 1"), generation=2, credentialKind=0, card=tag)
    yield "credential", "a card", card, [
        ("a card without its tag", MALFORMED, {name: value for name, value in card.items() if name != "card"}),
        ("a PIN with a tag", MALFORMED, {**card, "credentialKind": 1})]
    yield "credential", "a PIN", made(1022, 10, credential=ident("pin"), person=ident("person 1"), generation=2, credentialKind=1,
                                      verifiers=[{"cabinet": "c1", "sealed": bytes(range(48))}, {"cabinet": "c2", "sealed": b""}]), []
    yield "credential", "a kind of later", made(1022, 10, credential=ident("later"), person=ident("person 1"), generation=2, credentialKind=99), None
    yield "seal", "in its drawer", made(1023, 11, seal=ident("seal"), version=1, name="合同专用章（2）", tag={**tag, "keyNumber": 4, "keyVersion": 0},
                                        grade=2, cabinet=CABINET, drawer=1, rule="合同"), []
    yield "seal", "with its impression", made(1023, 12, seal=ident("seal"), version=2, name="公章", tag=tag, grade=1, cabinet=CABINET, drawer=2,
                                              rule="合同", impression=sha(b"a picture")), []
    yield "tag job", "a seal's tag", made(1025, 12, job=ident("job"), cabinet=CABINET, uid=tag["uid"], purpose=0, keyVersion=1), []


def statements():
    vectors = []
    for format, name, value, more in statement_values():
        vectors.append(vector(f"{format}: {name}", format, STATEMENTS[format], value, more=more or [], without_refusals=more is None))
    signed = []
    bytes_of = {entry["name"]: bytes.fromhex(entry["bytes"]) for entry in vectors}
    stranger = Signer("stranger")
    for name, signers in [("root: version 1, full", owners), ("seal: in its drawer", officers), ("officers: three officers", [])]:
        data = bytes_of[name]
        lines = [{"key": signer.public, "signature": signer.sign("signet/statement/v1", data)} for signer in signers]
        signed.append(vector(f"signed: {name}", "signed statement", SIGNED_STATEMENT, {"bytes": data, "signatures": lines},
                             without_refusals=name.startswith("root"), asked=hexes([signer.public for signer in signers + [stranger]]),
                             validSigners=hexes(sorted(signer.public for signer in signers))))
    data = bytes_of["seal: in its drawer"]
    first, second = officers
    crooked = [
        ("one signer twice counts once", [first, first], [first], None),
        ("a signature under another's key", [(second, first.sign("signet/statement/v1", data))], [], None),
        ("a signature over the bytes without their prefix", [(first, first.private.sign(data))], [], None),
        ("a signature under another prefix", [(first, first.sign("signet/approve/v1", data))], [], None),
        ("a signature on another statement", [(first, first.sign("signet/statement/v1", bytes_of["seal: in its drawer"] + b"\x00"))], [], None),
        ("a bad signature beside the good one of the same key", [(first, bytes(64)), first], [first], None),
        ("a key that is not asked", [stranger], [], None),
        ("a key of small order", [(None, bytes(64))], [], bytes([1]) + bytes(31)),
    ]
    for name, lines, valid, small in crooked:
        written = []
        for line in lines:
            signer, signature = line if isinstance(line, tuple) else (line, line.sign("signet/statement/v1", data))
            # The point of order one: with s = 0 a lax verifier finds R + 0 = 0 for every message.
            public = small if small is not None else signer.public
            written.append({"key": public, "signature": small + bytes(32) if small is not None else signature})
        asked = [first.public, second.public] + ([small] if small else [])
        signed.append(vector(f"signed: {name}", "signed statement", SIGNED_STATEMENT, {"bytes": data, "signatures": written},
                             without_refusals=True, asked=hexes(asked), validSigners=hexes(sorted(signer.public for signer in valid))))
    return {"about": "Every kind of statement but the grant, and statements with their signatures.", "vectors": vectors + signed}


# ------------------------------------------------------------------------------------------------ grants

def grants():
    def person(name, generation):
        return {"person": ident(name), "generation": generation}

    grant = {"kind": 1024, "formatVersion": 1, "organisation": ORGANISATION, "madeUnder": 12, "grant": ident("grant"),
             "application": ident("application"), "applicant": ident("person 1"), "seals": [ident("seal"), ident("seal 2")], "site": SITE,
             "takers": [person("person 1", 2), person("person 2", 0)], "mode": 0, "reason": "签约：采购合同 2026-001",
             "files": [{"digest": sha(b"a contract"), "name": "采购合同.pdf", "pages": 12}], "copies": 4, "uses": 2, "placeOfUse": "杭州",
             "companion": person("person 3", 1), "expectedReturn": NOON + 7_200_000, "notBefore": NOON, "notAfter": NOON + 86_400_000,
             "offlineSecondsMax": 1_209_600}
    least = {**{key: value for key, value in grant.items() if key not in ("companion", "madeUnder")}, "files": [], "reason": "", "placeOfUse": "",
             "copies": 0, "uses": 1000, "mode": 2, "seals": [ident("seal")], "takers": [person("person 1", 0)], "expectedReturn": -1,
             "notBefore": -(2**63), "notAfter": 2**63 - 1, "offlineSecondsMax": 0}
    data = encode(GRANT.item(grant))

    def approval(signer, name, of=data):
        challenge = sha(prefix("signet/approve/v1"), sha(of), ident(name))
        return {"form": 0, "approver": ident(name), "proof": signer.sign("signet/approve/v1", challenge)}

    good = [approval(signer, f"approver {number}") for number, signer in enumerate(approvers, 1)]

    def judged(name, value, key, grade, without_refusals=True):
        return vector(name, "approval", APPROVAL, value, without_refusals=without_refusals, grant=data.hex(), key=key.public.hex(),
                      isByOwnKey=grade, challenge=sha(prefix("signet/approve/v1"), sha(data), value["approver"]).hex())

    approved = [
        vector("a grant with its approvals", "approved grant", APPROVED_GRANT, {"bytes": data, "approvals": good}, checkCode=crockford_code(data)),
        vector("a grant that nobody approved", "approved grant", APPROVED_GRANT, {"bytes": data, "approvals": []}, without_refusals=True,
               checkCode=crockford_code(data)),
    ]
    return {"about": "Grants, approvals, and grants with their approvals.", "vectors": [
        vector("everything", "grant", GRANT, grant, more=[
            ("a seal twice", MALFORMED, {**grant, "seals": [ident("seal"), ident("seal")]}),
            ("no seal", MALFORMED, {**grant, "seals": []}), ("no taker", MALFORMED, {**grant, "takers": []}),
            ("ends when it begins", MALFORMED, {**grant, "notAfter": NOON}),
            ("ends before it begins", MALFORMED, {**grant, "notAfter": NOON - 1})], checkCode=crockford_code(data)),
        vector("as little as may be", "grant", GRANT, least, without_refusals=True, checkCode=crockford_code(encode(GRANT.item(least)))),
        judged("by the approver's key", good[0], approvers[0], True, without_refusals=False),
        judged("by another's key", {**good[0], "proof": approval(approvers[1], "approver 1")["proof"]}, approvers[0], False),
        judged("of another approver", {**good[0], "approver": ident("approver 2")}, approvers[0], False),
        judged("of another grant", approval(approvers[0], "approver 1", of=data + b"\x00"), approvers[0], False),
        judged("of a form of later", {**good[0], "form": 7}, approvers[0], False),
        judged("without a proof", {**good[0], "proof": b""}, approvers[0], False),
        judged("over the challenge without its prefix",
               {**good[0], "proof": approvers[0].private.sign(sha(prefix("signet/approve/v1"), sha(data), ident("approver 1")))}, approvers[0], False),
    ] + approved}


# ------------------------------------------------------------------------------------------------ takings

def takings():
    keys = {str(number): seed(f"tag key {number}")[:16] for number in (0, 1, 2, 3, 4)}
    presence = {"1": keys["1"]}

    def delivery(contents, job, name):
        fields = {"cabinet": CABINET, "uid": bytes.fromhex("04a1b2c3d4e5f6"), "keyVersion": 1, **({"job": job} if job else {})}
        context = encode(TAG_KEY_DELIVERY.item(fields))
        fields["sealed"] = hpke_seal(encode(TAG_KEY_SET.item(contents)), sealing.public_key(), prefix("signet/tag-job/v1"), context,
                                     exchange_key("ephemeral " + name))
        fields["signature"] = tag_service.sign("signet/tag-job/v1", encode(TAG_KEY_DELIVERY.item(fields)))
        return fields

    entries = [
        vector("a count", "count request", COUNT_REQUEST, {"run": ident("run"), "nonce": ident("nonce"), "deadline": NOON + 900_000}),
        vector("a person removed", "person in generation", PERSON_IN_GENERATION, {"person": ident("person 1"), "generation": 2}),
        vector("an offline limit in seconds", "offline limit", U(), 86_400),
        vector("of a person", "subject key", SUBJECT_KEY, {"key": seed("key of person 1")}),
        vector("of two keys", "subject erased", SUBJECT_ERASED, {"keyLeaves": [3, 2**63 - 1]}),
        vector("all keys", "tag key set", TAG_KEY_SET, keys), vector("the presence key", "tag key set", TAG_KEY_SET, presence, without_refusals=True),
    ]
    for name, contents, job in [("for a job", keys, ident("job")), ("for presence alone", presence, None)]:
        entries.append(vector(f"keys {name}", "tag key delivery", TAG_KEY_DELIVERY, delivery(contents, job, name), without_refusals=not job,
                              sealingKey=seed("exchange sealing").hex(), serviceKey=tag_service.public.hex(),
                              keys={number: key.hex() for number, key in contents.items()}))
    return {"about": "What takings carry, and the keys of a tag.", "vectors": entries}


# ------------------------------------------------------------------------------------------------ freshness

def fresh_note(**others):
    return {"organisation": ORGANISATION, "cabinet": CABINET, "nonce": seed("a nonce"), "time": NOON,
            "heads": [{"origin": AUTHORITY, "size": 12, "root": sha(b"root of authority")},
                      {"origin": POLICY, "size": 300, "root": sha(b"root of policy")}], **others}


def signed_fresh(note, signer=notes, domain="signet/fresh/v1"):
    data = encode(FRESH_NOTE.item(note))
    return {"bytes": data, "signature": signer.sign(domain, data)}


def freshness():
    note = fresh_note()

    def judged(name, value, refuse=None, without_refusals=True):
        result = {"refuse": refuse} if refuse else {}
        return vector(name, "signed fresh note", SIGNED_FRESH_NOTE, value, without_refusals=without_refusals, notesKey=notes.public.hex(),
                      organisation=ORGANISATION, cabinet=CABINET, nonce=note["nonce"].hex(), **result)

    intervals = []
    for asked, answered, now in [(0, 0, 0), (1_000, 1_312, 1_312), (1_000, 1_312, 1_313), (5, 25, 1_000_025), (5, 25, 1_000_026),
                                 (0, 40, 7_200_040), (10, 10, 90 * 86_400_000), (1, 2, 1)]:
        since = max(0, now - answered)
        drift = -(-since // 10_000)  # 100 ppm, rounded up
        intervals.append({"time": NOON, "asked": asked, "answered": answered, "now": now, "low": NOON + since - drift,
                          "high": NOON + since + drift + answered - asked, "contactAgeSeconds": max(0, now - asked) // 1000})
    return {"about": "Freshness notes, and the interval of time that follows from one.", "vectors": [
        vector("with two heads", "fresh note", FRESH_NOTE, note), vector("without heads", "fresh note", FRESH_NOTE, fresh_note(heads=[], time=0)),
        vector("the latest time", "fresh note", FRESH_NOTE, fresh_note(time=2**48), without_refusals=True),
        judged("signed", signed_fresh(note), without_refusals=False),
        judged("signed by another key", signed_fresh(note, act), "signatureInvalid"),
        judged("signed under another prefix", signed_fresh(note, domain="signet/act/v1"), "signatureInvalid"),
        judged("for another nonce", signed_fresh(fresh_note(nonce=seed("an older nonce"))), "notFresh"),
        judged("for another cabinet", signed_fresh(fresh_note(cabinet="c2")), "otherOrganisation"),
        judged("of another organisation", signed_fresh(fresh_note(organisation="other.example")), "otherOrganisation"),
        judged("bytes that are no note", {"bytes": b"\xa0", "signature": notes.sign("signet/fresh/v1", b"\xa0")}, "malformed"),
    ], "intervals": intervals}


# ------------------------------------------------------------------------------------------------ notes

def leaf_hashes(count):
    return [sha(b"\x00", b"leaf %d" % index) for index in range(count)]


def signed_note(origin, size, cosigners=(), root=None):
    text = checkpoint_text(origin, size, tree_root(leaf_hashes(size)) if root is None else root)
    lines = log_line(origin, logs[origin], text)
    for name, signer, seconds in cosigners:
        lines += cosignature_line(name, signer, text, seconds)
    return text + b"\n" + lines


WITNESS_NAME, MIRROR_NAME = f"{ORGANISATION}/hq/witness", f"{ORGANISATION}/hq/mirror"


def checkpoints():
    log, seconds = logs[ACTS], NOON // 1000
    root = tree_root(leaf_hashes(300))
    text = checkpoint_text(ACTS, 300, root)
    by_log = log_line(ACTS, log, text)
    by_witness, by_mirror = cosignature_line(WITNESS_NAME, witness, text, seconds), cosignature_line(MIRROR_NAME, mirror, text, 0)
    stranger = signature_line("other.example/log", 1, Signer("stranger").public, bytes(64))

    def entry(name, note, text=text, size=300, root=root, extensions=(), required=(), times=None):
        return {"name": name, "bytes": note.hex(), "logKey": verifier_key(ACTS, 1, log.public), "required": list(required), "fields": {
            "origin": ACTS, "size": size, "root": root.hex(), "extensions": list(extensions)}, "text": text.hex(),
            "cosignedAtSeconds": times or {}, "ok": True}

    witness_key, mirror_key = verifier_key(WITNESS_NAME, 4, witness.public), verifier_key(MIRROR_NAME, 4, mirror.public)
    empty = checkpoint_text(ACTS, 0, sha(b""))
    extended = checkpoint_text(ACTS, 300, root, ["an extension line", "印章"])
    largest = checkpoint_text(ACTS, 2**62, root)
    good = [
        entry("signed by the log", text + b"\n" + by_log),
        entry("with two cosignatures", text + b"\n" + by_log + by_witness + by_mirror, required=[witness_key, mirror_key],
              times={witness_key: seconds, mirror_key: 0}),
        entry("with a line by an unknown key", text + b"\n" + stranger + by_log + by_witness, required=[witness_key], times={witness_key: seconds}),
        entry("of the empty tree", empty + b"\n" + log_line(ACTS, log, empty), empty, 0, sha(b"")),
        entry("with extension lines", extended + b"\n" + log_line(ACTS, log, extended), extended, extensions=["an extension line", "印章"]),
        entry("of the largest tree", largest + b"\n" + log_line(ACTS, log, largest), largest, 2**62),
    ]

    def resigned(text):
        return text + b"\n" + log_line(ACTS, log, text)

    encoded_root = base64.b64encode(root)
    unused_bit = encoded_root[:-2] + bytes([encoded_root[-2] + 1]) + b"="
    flipped = bytearray(log.private.sign(text))
    flipped[9] ^= 4
    late = struct.pack(">Q", 2**63) + witness.private.sign(b"cosignature/v1\ntime %d\n" % 2**63 + text)
    bad = [
        (MALFORMED, "no signature", text + b"\n"), (MALFORMED, "no empty line", text + by_log),
        (MALFORMED, "no newline at the end", text + b"\n" + by_log[:-1]), (MALFORMED, "nothing", b""),
        (MALFORMED, "a carriage return", resigned(text.replace(b"300\n", b"300\r\n"))),
        (MALFORMED, "a zero before the size", resigned(text.replace(b"\n300\n", b"\n0300\n"))),
        (MALFORMED, "a plus before the size", resigned(text.replace(b"\n300\n", b"\n+300\n"))),
        (MALFORMED, "a size in hexadecimal", resigned(text.replace(b"\n300\n", b"\n12c\n"))),
        (MALFORMED, "a size of 2^64", resigned(text.replace(b"\n300\n", b"\n18446744073709551616\n"))),
        (TOO_LARGE, "a size of 2^62 + 1", resigned(text.replace(b"\n300\n", b"\n4611686018427387905\n"))),
        (MALFORMED, "a root of 31 bytes", resigned(checkpoint_text(ACTS, 300, root[:31]))),
        (MALFORMED, "a root of 33 bytes", resigned(checkpoint_text(ACTS, 300, root + b"\x00"))),
        (MALFORMED, "a root without its padding", resigned(text.replace(encoded_root, encoded_root.rstrip(b"=")))),
        (MALFORMED, "a root with a bit in its padding", resigned(text.replace(encoded_root, unused_bit))),
        (MALFORMED, "two lines", resigned(ACTS.encode() + b"\n300\n")),
        (MALFORMED, "an empty extension line", resigned(text + b"\nmore\n")),
        (MALFORMED, "an origin with a capital", resigned(text.replace(b"seals", b"Seals"))),
        (MALFORMED, "an origin with an empty part", resigned(text.replace(b"/acts/", b"//"))),
        (MALFORMED, "an origin that climbs", resigned(text.replace(b"/acts/", b"/../"))),
        (MALFORMED, "a text that is not UTF-8", resigned(text.replace(b"300", b"\xc3\x28"))),
        (MALFORMED, "a hyphen for the dash", text + b"\n" + by_log.replace("\N{EM DASH}".encode(), b"-")),
        (MALFORMED, "two spaces before the signature", text + b"\n" + by_log.replace(b"/e1 ", b"/e1  ")),
        (MALFORMED, "a signature that is not base64", text + b"\n" + by_log[:-4] + b"*==\n"),
        (MALFORMED, "a key id and no signature", text + b"\n" + signature_line(ACTS, 1, log.public, b"")),
        (TOO_LARGE, "17 signature lines", text + b"\n" + by_log + stranger * 16),
        ("mismatch", "another log's checkpoint", (lambda other: other + b"\n" + log_line(ACTS, log, other))(checkpoint_text(POLICY, 300, root))),
        ("refused", "a stranger's signature alone", text + b"\n" + stranger),
        ("refused", "the log's line twice", text + b"\n" + by_log + by_log),
        ("refused", "a cosignature missing", text + b"\n" + by_log),
        ("mismatch", "a bit of the log's signature", text + b"\n" + signature_line(ACTS, 1, log.public, bytes(flipped)) + by_witness),
        ("mismatch", "the log's signature on another text", text + b"\n" + log_line(ACTS, log, text + b"x") + by_witness),
        ("mismatch", "a cosignature of another second", text + b"\n" + by_log + signature_line(
            WITNESS_NAME, 4, witness.public, struct.pack(">Q", seconds + 1) + witness.private.sign(b"cosignature/v1\ntime %d\n" % seconds + text))),
        ("mismatch", "a cosignature that is a plain signature", text + b"\n" + by_log + signature_line(
            WITNESS_NAME, 4, witness.public, struct.pack(">Q", seconds) + witness.private.sign(text))),
        ("mismatch", "a cosignature of 71 bytes", text + b"\n" + by_log + signature_line(
            WITNESS_NAME, 4, witness.public, (struct.pack(">Q", seconds) + witness.private.sign(text))[:71])),
        ("mismatch", "a cosignature at 2^63 seconds", text + b"\n" + by_log + signature_line(WITNESS_NAME, 4, witness.public, late)),
    ]
    filled = text + b"a" * 65_536 + b"\n"
    large = {"why": "more than 65,536 bytes", "refuse": TOO_LARGE, "bytes": text.hex(), "fill": "61", "times": 65_536,
             "then": (b"\n\n" + log_line(ACTS, log, filled)).hex(), "logKey": verifier_key(ACTS, 1, log.public), "required": []}
    trees = []
    for old, new in [(0, 1), (1, 1), (1, 2), (3, 7), (6, 7), (4, 8), (5, 300), (256, 300), (299, 300)]:
        hashes = leaf_hashes(new)
        trees.append({"oldSize": old, "newSize": new, "oldRoot": tree_root(hashes[:old]).hex(), "newRoot": tree_root(hashes).hex(),
                      "consistency": hexes(consistency(old, hashes)) if old else [], "index": old and old - 1,
                      "leafHash": hashes[old and old - 1].hex(), "inclusion": hexes(inclusion(old and old - 1, hashes))})
    return {"about": "Checkpoints with signatures and cosignatures; heads of trees and their proofs (leaf i is the text `leaf i`).", "vectors": good,
            "refusals": [{"why": why, "refuse": code, "bytes": note.hex(), "logKey": verifier_key(ACTS, 1, log.public), "required": [witness_key]}
                         for code, why, note in bad] + [large], "trees": trees}


# ------------------------------------------------------------------------------------------------ acts

def acts():
    uid = bytes.fromhex("04a1b2c3d4e5f6")
    tag = {"uid": uid, "keyNumber": 1, "keyVersion": 2}
    readings = {"empty": {"form": 0}, "proved": {"form": 1, "tag": tag}, "failed": {"form": 2, "uid": uid},
                "foreign": {"form": 3, "uid": uid[:4]}, "unreadable": {"form": 4}, "ill": {"form": 5}}
    sights = {"proved": {"form": 0, "tag": tag}, "seen": {"form": 1, "uid": uid}, "ill": {"form": 2}, "empty": {"form": 3},
              "other": {"form": 4, "uid": uid[:4]}, "unreadable": {"form": 5}}
    one = {"person": ident("person 1"), "methods": [0, 1]}
    cited = {"origin": ACTS, "size": 12, "root": sha(b"a root")}
    observed = {"from": 4_211, "to": 304_211, "tamper": 0, "mains": 1}
    slots = [{"drawer": 1, "seal": ident("seal"), "sight": sights["proved"]}, {"drawer": 2, "slot": 1, "sight": sights["empty"]},
             {"drawer": 2, "slot": 2, "seal": ident("seal 2"), "sight": sights["seen"]}]
    drawers = [{"drawer": 1, "state": 0, "openingCount": 0, "closingCount": 0}, {"drawer": 2, "state": 1, "openingCount": 2, "closingCount": 1}]
    whole = {**observed, "slots": slots, "drawers": drawers}
    more = {"two drawers, one of them moved": [
        ("ends before it begins", MALFORMED, {**whole, "to": 4_210}),
        ("slots in another order", MALFORMED, {**whole, "slots": slots[::-1]}),
        ("a slot twice", MALFORMED, {**whole, "slots": [slots[0], slots[0]]}),
        ("drawers in another order", MALFORMED, {**whole, "drawers": drawers[::-1]}),
        ("a drawer twice", MALFORMED, {**whole, "drawers": [drawers[1], drawers[1]]}),
    ]}
    values_measured = [{"sensor": 2, "place": 1, "value": 41}, {"sensor": 2, "place": 2, "value": 39}, {"sensor": 10, "place": 0, "value": -312},
                       {"sensor": 2**63 - 1, "place": 2**63 - 1, "value": -(2**63)}]
    minute = {"from": 60_000, "to": 120_000, "values": values_measured, "isWhole": True}
    shed = {"origin": TELEMETRY, "first": 0, "last": 511, "heldCount": 512}
    more["a minute"] = [
        ("ends before it begins", MALFORMED, {**minute, "to": 59_999}),
        ("values in another order", MALFORMED, {**minute, "values": values_measured[::-1]}),
        ("a value twice", MALFORMED, {**minute, "values": [values_measured[0], values_measured[0]]}),
        ("a place with two values", MALFORMED, {**minute, "values": [values_measured[0], {**values_measured[0], "value": 42}]}),
        ("no value", MALFORMED, {"from": 0, "to": 0, "values": []}),
    ]
    more["all of it held"] = [
        ("ends before it begins", MALFORMED, {**shed, "first": 512}),
        ("more held than went", MALFORMED, {**shed, "heldCount": 513}),
    ]
    values = [
        ("visit begun", "two persons under a grant", {
            "persons": [one, {"person": ident("person 2"), "methods": [2, 3]}], "grantDigest": sha(b"a grant"), "low": NOON, "high": NOON + 312,
            "expectedReturn": NOON + 3_600_000}, True),
        ("visit begun", "a return at no known time", {"persons": [one]}, False),
        *[("take ended", f"outcome {outcome}", {"outcome": outcome, "reading": reading, "isResolved": outcome == 4}, outcome == 4)
          for outcome, reading in zip(range(5), [readings[name] for name in ("empty", "proved", "proved", "foreign", "unreadable")])],
        *[("return ended", f"outcome {outcome}", {"outcome": outcome, "reading": reading, "isResolved": outcome == 0}, outcome == 0)
          for outcome, reading in zip(range(5), [readings[name] for name in ("proved", "ill", "failed", "empty", "empty")])],
        ("set-aside ended", "emptied", {"reading": readings["empty"], "isResolved": True}, True),
        ("take refused", "for three reasons", {"reasons": [2, 13, 999]}, True),
        ("take refused", "for none", {"reasons": []}, False),
        ("identification", "with a card and a PIN", {"methods": [0, 1], "card": uid}, True),
        ("identification", "without a card", {"methods": [2]}, False),
        ("credential requested", "a card", {"kind": 0, "card": tag}, False),
        ("credential requested", "a PIN", {"kind": 1, "verifiers": [{"cabinet": "c1", "sealed": bytes(range(64))}]}, True),
        ("tag seen", "read", {"uid": uid, "version": bytes(range(28))}, False),
        ("tag seen", "with ten bytes of UID", {"uid": bytes(10), "version": b""}, False),
        ("tag seen", "personalised", {"uid": uid, "version": b"", "keyVersion": 1, "job": ident("job")}, True),
        ("finding opened", "with a reading", {"kind": 1, "note": "a copy lies in drawer 3", "reading": readings["failed"]}, True),
        ("finding opened", "without one", {"kind": 999, "note": ""}, False),
        ("count answered", "two drawers", {"nonce": ident("nonce"), "drawers": [
            {"drawer": 1, "seal": ident("seal"), "finding": 5, "reading": readings["empty"], "holder": ident("person 1")},
            {"drawer": 2, "finding": 6, "reading": readings["empty"]}]}, True),
        ("count answered", "no drawer", {"nonce": ident("nonce"), "drawers": []}, False),
        ("presence observed", "two drawers, one of them moved", whole, True),
        *[("presence observed", f"a slot that is {name}", {
            "from": 0, "to": 0, "slots": [{"drawer": 1, "sight": sight}], "tamper": 1, "mains": 2}, False) for name, sight in sights.items()],
        ("presence observed", "nothing", {"from": 7, "to": 2**63 - 1, "tamper": 2, "mains": 0}, False),
        ("values measured", "a minute", minute, True),
        ("values measured", "one that changed", {"from": 0, "to": 0, "values": [{"sensor": 0, "place": 0, "value": 0}]}, False),
        ("telemetry shed", "all of it held", shed, True),
        ("telemetry shed", "one record that nobody held", {"origin": TELEMETRY, "first": 2**63 - 1, "last": 2**63 - 1, "heldCount": 0}, False),
        ("epoch opened", "the first", {"reason": 0, "nextKey": sha(b"a commitment"), "treeHash": 0}, False),
        ("epoch opened", "after a lost disk", {"previousOrigin": ACTS, "lastCosigned": cited, "lastOwn": {**cited, "size": 13}, "reason": 3,
                                               "nextKey": sha(b"a commitment"), "treeHash": 0}, True),
        ("epoch opened", "after a rotation", {"previousOrigin": ACTS, "lastCosigned": cited, "lastOwn": cited, "reason": 1,
                                              "nextKey": sha(prefix("signet/next-key/v1"), Signer("next acts").public), "treeHash": 0,
                                              "key": Signer("next acts").public}, True),
        ("epoch closed", "by a rotation", {"reason": 1}, True),
        ("carried", "a record", {"origin": ACTS, "index": 12, "leaf": b"a leaf", "body": b"a body"}, True),
        ("state named", "of a cabinet", {"version": 1, "digest": sha(b"a manifest"), "pieces": [
            {"name": "custody", "digest": sha(b"custody")}, {"name": "obeyed", "digest": sha(b"obeyed")}]}, True),
        ("state named", "of headquarters", {"version": 1, "digest": sha(b"a manifest"), "pieces": []}, False),
    ]
    entries = [vector(f"{format}: {name}", format, CABINET_ACTS[format], value, more.get(name, ()), without_refusals=not full)
               for format, name, value, full in values]
    entries += [vector(f"reading: {name}", "reading", READING, value) for name, value in readings.items()]
    return {"about": "What a cabinet's records say in their details.", "vectors": entries}


# ------------------------------------------------------------------------------------------------ acts of headquarters

def headquarters():
    digest, run = sha(b"a statement"), ident("run")
    values = [
        ("account", "logged in", {"account": "wang.fang", "note": "192.0.2.7"}, True),
        ("proposal made", "for a site, with a slip", {"bytes": b"a statement", "site": SITE, "note": "新柜", "slip": b"a slip"}, True),
        ("proposal made", "for the house", {"bytes": b"a statement", "note": ""}, False),
        ("signature received", "of an officer", {"proposal": digest, "signature": {
            "key": officers[0].public, "signature": officers[0].sign("signet/statement/v1", b"a statement")}}, True),
        ("proposal ended", "given", {"proposal": digest, "origin": POLICY, "index": 301}, True),
        ("proposal ended", "withdrawn", {"proposal": digest}, False),
        ("application filed", "with its grant", {"number": "A-2026-0001", "grant": b"a grant"}, True),
        ("approval received", "of an approver", {"grant": digest, "approval": {
            "form": 0, "approver": ident("approver 1"), "proof": approvers[0].sign("signet/approve/v1", digest)}}, True),
        ("application ended", "given", {"grant": digest, "index": 302, "reason": ""}, True),
        ("application ended", "refused", {"grant": digest, "reason": "缺少附件"}, False),
        ("count asked", "of two cabinets", {"run": run, "number": "C-7", "nonce": ident("nonce"), "askedAt": NOON, "deadline": NOON + 900_000,
                                            "targets": [{"site": SITE, "cabinet": "c1"}, {"site": "b", "cabinet": "c2"}]}, True),
        ("count answer taken", "of one", {"run": run, "cabinet": "c1", "size": 301, "takenAt": NOON + 5, "drawerCount": 30,
                                          "differenceCount": 1, "provedCount": 28}, True),
        ("count closed", "with one that was not reached", {"run": run, "revision": 0, "closedAt": NOON + 900_000, "targetCount": 2, "equalCount": 1,
                                                           "differingCount": 0, "unreachableCount": 1, "answers": sha(b"answers")}, True),
        ("evidence exported", "of a seal", {"scope": "seal", "digest": sha(b"a file").hex()}, True),
        ("looked at", "a file of an application", {"page": "/applications/{grant}/files/{file}", "about": sha(b"a file").hex()}, True),
        ("looked at", "a seal", {"page": "/seals/{seal}"}, False),
        ("taking made", "in policy", {"origin": POLICY, "index": 303, "reason": "遗失"}, True),
        ("head cosigned", "of acts", {"note": signed_note(ACTS, 3)}, True),
        ("heads noted", "of two logs", {"heads": [{"origin": ACTS, "size": 12, "root": sha(b"a root")},
                                                  {"origin": POLICY, "size": 0, "root": sha(b"")}]}, True),
        ("heads noted", "of none", {"heads": []}, False),
        ("erasure asked", "by one", {"site": SITE, "reason": "本人要求"}, True),
        ("erasure done", "at headquarters", {"site": SITE, "index": 310, "bodyCount": 4}, True),
        ("blob complete", "of a file", {"blob": sha(b"a manifest"), "sealedByteCount": 300_032}, True),
    ]
    return {"about": "What headquarters' records of its own acts say in their details.", "vectors": [
        vector(f"{format}: {name}", format, HEADQUARTERS_ACTS[format], value, without_refusals=not full) for format, name, value, full in values]}


# ------------------------------------------------------------------------------------------------ files

CHUNK, PIECE, TAG_LENGTH = 262_144, 32_768, 16


def sealed(content, key, media_type):
    """The sealed chunks, the hashes of their pieces, and the manifest."""
    step = CHUNK - TAG_LENGTH
    chunks = [AESGCM(key).encrypt(index.to_bytes(12, "big"), content[start : start + step], prefix("signet/blob/v1"))
              for index, start in enumerate(range(0, len(content), step))]
    pieces = [chunk[start : start + PIECE] for chunk in chunks for start in range(0, len(chunk), PIECE)]
    hashes = [sha(b"\x00", piece) for piece in pieces]
    return chunks, pieces, hashes, {"version": 1, "byteCount": len(content), "mediaType": media_type, "chunkByteCount": CHUNK,
                                    "root": tree_root(hashes), "cipher": 1}


def content(count):
    """Bytes by a formula, so that a large file needs no room here."""
    return bytes(index * 7 + index // 251 & 0xFF for index in range(count))


def blobs():
    key, small_key = seed("key of a file"), seed("key of a preview")
    file, picture = content(300_000), content(5_000)
    chunks, pieces, hashes, manifest = sealed(file, key, "application/pdf")
    _, _, _, preview = sealed(picture, small_key, "image/png")
    original = {"manifest": manifest, "key": key, "content": sha(file)}
    small = {"manifest": preview, "key": small_key, "content": sha(picture)}

    def named(value):
        return sha(prefix("signet/blob/v1"), encode(BLOB_MANIFEST.item(value))).hex()

    rows = []
    for count in (1, 262_127, 262_128, 262_129, 300_000, 600_000):
        data = content(count)
        chunks, pieces, hashes, made = sealed(data, key, "application/pdf")
        rows.append({"count": count, "key": key.hex(), "content": sha(data).hex(), "manifest": encode(BLOB_MANIFEST.item(made)).hex(), "blob": named(made),
                     "chunks": hexes(sha(chunk) for chunk in chunks),
                     "pieces": [{"index": index, "sha256": sha(piece).hex(), "path": hexes(inclusion(index, hashes))}
                                for index, piece in enumerate(pieces)]})
    return {"about": "Files beside records: manifests, what names them, and the sealed chunks of contents that a formula makes: byte i is 7i + ⌊i / 251⌋ modulo 256.",
            "vectors": [
                vector("of a file", "blob manifest", BLOB_MANIFEST, manifest, blob=named(manifest)),
                vector("of the largest", "blob manifest", BLOB_MANIFEST, {**manifest, "byteCount": 2**30}, without_refusals=True,
                       blob=named({**manifest, "byteCount": 2**30})),
                vector("of a file", "blob reference", BLOB_REFERENCE, original),
                vector("with a preview", "named blob", BLOB_NAMED, {"original": original, "preview": small}),
                vector("alone", "named blob", BLOB_NAMED, {"original": original}, without_refusals=True),
            ], "sealed": rows}


# ------------------------------------------------------------------------------------------------ anchors outside the house

def anchors():
    outsiders = [Signer("outsider 1"), Signer("outsider 2")]
    names = ["notary.example.net/witness", "auditor.example.com/w2"]
    note = signed_note(AUTHORITY, 5, [(name, one, NOON // 1000) for name, one in zip(names, outsiders)])
    token = pathlib.Path(__file__).parent.parent.joinpath("Vectors/TimeStamps/token.der").read_bytes()
    values = [
        ("head timestamped", "by an authority", {"note": signed_note(AUTHORITY, 5), "token": token, "authority": "时间戳 TSA"}),
        ("head cosigned outside", "by two", {"note": note, "witnesses": [verifier_key(name, 4, one.public) for name, one in zip(names, outsiders)]}),
    ]
    return {"about": "What records of `receipts` say of those outside the house.", "vectors": [
        vector(f"{format}: {name}", format, ANCHORS[format], value) for format, name, value in values]}


# ------------------------------------------------------------------------------------------------ frames

def framed(lengths, items):
    return b"".join(len(item).to_bytes(lengths, "big") + item for item in items)


def frames():
    records = record_values()
    leaf_bytes = [encode(LEAF.item(leaf)) for _, leaf, _, _ in records]
    body_bytes = [encode(BODY.item(body)) for _, _, body, _ in records]
    leaf_bytes, body_bytes = leaf_bytes[:3], body_bytes[:2] + [b""]
    hashes = [sha(b"\x00", leaf) for leaf in leaf_bytes]
    note = signed_note(ACTS, 3, root=tree_root(hashes))
    cosigned = signed_note(ACTS, 3, [(WITNESS_NAME, witness, NOON // 1000)], root=tree_root(hashes))
    offer = {"note": note, "from": 2, "path": consistency(2, hashes)}
    fresh_offer = {"note": signed_note(AUTHORITY, 12), "from": 0, "path": []}
    fresh = signed_fresh(fresh_note())
    values = [
        ("HELLO", "with everything", {"organisation": ORGANISATION, "cabinet": CABINET, "boot": ident("boot"), "startCount": 7,
                                      "nonce": seed("a nonce"), "heads": [offer], "held": [{"origin": AUTHORITY, "size": 12}, {"origin": POLICY, "size": 0}],
                                      "cosigned": [cosigned]}, True),
        ("HELLO", "in its second epoch", {"organisation": ORGANISATION, "cabinet": CABINET, "boot": ident("boot"), "startCount": 8,
                                          "nonce": seed("a nonce"), "heads": [], "held": [], "cosigned": [],
                                          "epochs": [{"origin": ACTS[:-1] + "2", "leaf": leaf_bytes[0], "body": body_bytes[0]}]}, True),
        ("HELLO", "of a new cabinet", {"organisation": ORGANISATION, "cabinet": CABINET, "boot": ident("boot"), "startCount": 0,
                                       "nonce": seed("a nonce"), "heads": [], "held": [], "cosigned": []}, False),
        ("WITNESS", "all verdicts", [{"origin": ACTS, "verdict": 0, "size": 3, "note": cosigned}] + [
            {"origin": ACTS, "verdict": verdict, "size": 2**62} for verdict in (1, 2, 3, 4, 5)], True),
        ("WITNESS", "no line", [], False),
        ("WELCOME", "with everything", {"mirrored": [{"origin": ACTS, "size": 3}], "fresh": fresh, "heads": [fresh_offer],
                                        "credit": [{"trafficClass": number, "byteTotal": 262_144} for number in range(5)]}, True),
        ("WELCOME", "with a later epoch of authority", {"mirrored": [], "heads": [], "credit": [], "authority": [
            {"bytes": b"a statement 1006", "signatures": [{"key": Signer("owner").public, "signature": bytes(64)}]}]}, False),
        ("WELCOME", "with the note alone", {"mirrored": [], "fresh": fresh, "heads": [], "credit": []}, False),
        ("WELCOME", "with nothing", {"mirrored": [], "heads": [], "credit": []}, False),
        ("DATA", "three records, one body erased", {"origin": ACTS, "first": 0, "leaves": framed(2, leaf_bytes), "bodies": framed(3, body_bytes),
                                                    "checkpoint": note}, True),
        ("DATA", "without a checkpoint", {"origin": ACTS, "first": 0, "leaves": framed(2, leaf_bytes), "bodies": framed(3, body_bytes)}, False),
        ("CHECKPOINT", "proved from size 2", offer, True), ("CHECKPOINT", "from nothing", fresh_offer, False),
        ("COSIGNATURE", "with the mirrored size", {"note": cosigned, "mirroredSize": 3}, True), ("COSIGNATURE", "without", {"note": cosigned}, False),
        ("PULL", "from record 300", {"origin": POLICY, "from": 300, "byteCountMax": 49_152}, True),
        ("FRESH asking", "a nonce", seed("a nonce"), True), ("FRESH answering", "a note", fresh, True),
        ("ALARM", "the second of three leaves", {"origin": ACTS, "index": 1, "leaf": leaf_bytes[1], "body": body_bytes[1],
                                                 "inclusion": inclusion(1, hashes), "head": offer}, True),
        ("CREDIT", "for acts", {"trafficClass": 1, "byteTotal": 2**63 - 1}, True),
        ("BYE", "malformed", {"code": 1, "message": "this is no frame", "retryAfterMilliseconds": 30_000}, True),
        ("BODY", "ahead of its leaf", {"origin": ACTS, "index": 1, "body": body_bytes[1]}, True),
        ("WANT", "with two of three chunks here", {"blob": sha(b"a manifest"), "held": b"\xa0"}, True),
        ("PIECE", "the second of three", {"blob": sha(b"a manifest"), "index": 1, "bytes": b"sealed bytes", "path": hashes[1:]}, True),
        ("PIECE", "the only one", {"blob": sha(b"a manifest"), "index": 0, "bytes": b"sealed bytes", "path": []}, False),
        ("END", "everything was sent", {"blob": sha(b"a manifest"), "reason": 0}, True),
        ("END", "it is not here", {"blob": sha(b"a manifest"), "reason": 1}, False),
        ("BYE", "a code of later", {"code": 99, "message": "", "retryAfterMilliseconds": 0}, False),
    ]
    entries = []
    for name, what, content, full in values:
        number, form = FRAMES[name]
        frame = Frame(number, form)
        value = {"type": number, "version": 1, "content": content}
        more = []
        if name == "WITNESS" and full:
            lines = [{"origin": ACTS, "verdict": 0, "size": 3}]
            more.append(("a cosigned line without its note", MALFORMED, {**value, "content": lines}))
        entry = vector(f"{name}: {what}", name, frame, value, more=more, without_refusals=not full)
        entry["fields"] = form.shown(content)
        if name == "DATA":
            entry["records"] = [{"leaf": leaf.hex(), "body": body.hex()} for leaf, body in zip(leaf_bytes, body_bytes)]
        entries.append(entry)
    known, version_first = Frame(11, CREDIT), "unknownVersion"
    both = encode({0: 99, 1: 2})
    order = [{"why": "an unknown type of an unknown version: the version is said first", "refuse": version_first, "bytes": both.hex()},
             {"why": "an unknown type without content", "refuse": "unknownFrame", "bytes": encode({0: 99, 1: 1}).hex()},
             {"why": "an unknown version with fields of its own", "refuse": version_first, "bytes": encode({0: 11, 1: 2, 2: [1, 5], 3: True}).hex()},
             {"why": "an unknown version in bytes that are not canonical", "refuse": MALFORMED, "bytes": "a30b0101020282011903e8"}]
    for row in order:
        try:
            known.judge(decode(bytes.fromhex(row["bytes"])))
        except Refused:
            continue
        raise AssertionError(row["why"])
    bundles = [
        {"why": "no record", "leaves": "", "bodies": ""}, {"why": "more leaves than bodies", "leaves": framed(2, leaf_bytes).hex(), "bodies": framed(3, body_bytes[:2]).hex()},
        {"why": "an empty leaf", "leaves": "0000", "bodies": "000000"}, {"why": "a leaf that is cut", "leaves": framed(2, leaf_bytes)[:-1].hex(), "bodies": framed(3, body_bytes).hex()},
        {"why": "a body that is cut", "leaves": framed(2, leaf_bytes[:1]).hex(), "bodies": framed(3, body_bytes[:1])[:-1].hex()},
        {"why": "a length that is cut", "leaves": framed(2, leaf_bytes[:1]).hex() + "00", "bodies": framed(3, body_bytes[:1]).hex()},
        {"why": "a body of 65,537 bytes", "leaves": framed(2, leaf_bytes[:1]).hex(), "bodies": "010001", "fill": 65_537},
    ]
    return {"about": "Frames of the line between cabinet and headquarters.", "vectors": entries, "refusals": order, "refusedData": bundles}


FILES = {"canonical": canonical, "leaves": leaves, "statements": statements, "grants": grants, "takings": takings, "freshness": freshness,
         "notes": checkpoints, "acts": acts, "headquarters": headquarters, "anchors": anchors, "blobs": blobs,
         "frames": frames}


def written(value, depth=0):
    """JSON with one element of a list of objects per line, so that a difference is a line."""
    if isinstance(value, dict) and any(isinstance(one, list) and one and isinstance(one[0], dict) for key, one in value.items() if key != "fields"):
        pad = " " * depth
        fields = []
        for key, one in value.items():
            if isinstance(one, list) and one and isinstance(one[0], dict) and key != "fields":
                rows = ",\n".join(f"{pad} {written(row, depth + 1)}" for row in one)
                fields.append(f"{json.dumps(key)}: [\n{rows}\n{pad}]")
            else:
                fields.append(f"{json.dumps(key)}: {json.dumps(one, ensure_ascii=False)}")
        return "{" + f",\n{pad}".join(fields) + "}"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for name, make in FILES.items():
        text = written(make()) + "\n"
        json.loads(text)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
