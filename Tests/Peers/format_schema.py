"""The forms of Documentation/Records.md as values: what a field may hold, how it is written, what must be refused.

Written from the documentation, on cbor2 (RFC 8949). A form writes a value for cbor2, shows it as JSON, judges what cbor2 read,
and makes the neighbours of a good value that a reader must refuse, each with the code of "Refusals" in that page.
"""

import io

import cbor2

INTEGER_MAX = 2**63 - 1
MALFORMED, NOT_CANONICAL, TOO_LARGE, UNKNOWN_VERSION = "malformed", "notCanonical", "tooLarge", "unknownVersion"


class Refused(Exception):
    pass


def require(condition, why):
    if not condition:
        raise Refused(why)


def head(major, argument, width=None):
    """Major type and argument (RFC 8949, 3), in the shortest form or in a wider one."""
    if width is None:
        width = 0 if argument < 24 else 1 if argument < 2**8 else 2 if argument < 2**16 else 4 if argument < 2**32 else 8
    if width == 0:
        return bytes([major << 5 | argument])
    return bytes([major << 5 | {1: 24, 2: 25, 4: 26, 8: 27}[width]]) + argument.to_bytes(width, "big")


def wider(encoded):
    """The same item with its head one size longer than needed."""
    argument = encoded[0] & 31
    if argument < 24:
        return head(encoded[0] >> 5, argument, 1) + encoded[1:]
    width = 1 << (argument - 24)
    value = int.from_bytes(encoded[1 : 1 + width], "big")
    return None if width == 8 else head(encoded[0] >> 5, value, width * 2) + encoded[1 + width :]


def encode(item):
    return cbor2.dumps(item, canonical=True)


def decode(data):
    """The one item that fills the bytes, read by cbor2 and held against its own shortest form."""
    stream = io.BytesIO(data)
    try:
        item = cbor2.load(stream)
    except Exception as error:  # cbor2 raises its own errors, UnicodeDecodeError and others
        raise Refused(f"cbor2: {error}") from error
    require(stream.tell() == len(data), "bytes follow")
    try:
        again = encode(item)
    except Exception as error:
        raise Refused(f"cbor2: {error}") from error
    require(again == data, "another form")
    plain(item, 0)
    return item


def plain(item, depth):
    """Whether an item lies in the narrowed format."""
    if isinstance(item, (bool, bytes, str)):
        return
    if isinstance(item, int):
        require(-(2**63) <= item <= INTEGER_MAX, "an integer outside of 64 bits")
        return
    require(isinstance(item, (list, dict)), f"a {type(item).__name__}")
    require(depth < 8, "too deep")
    if isinstance(item, dict):
        for key in item:
            require(type(key) is int and 0 <= key <= 23, "a key that is not 0–23")
    for child in item.values() if isinstance(item, dict) else item:
        plain(child, depth + 1)


class Form:
    """One form of a value. `wrong` is the encoding of a value of another type."""

    wrong = encode("x")
    has_head = True
    when_absent = None

    def item(self, value):
        """The value for cbor2."""
        return value

    def shown(self, value):
        """The value for JSON."""
        return value

    def judge(self, item):
        """Refuses an item that is not of this form."""

    def neighbours(self, value):
        """(why, code, bytes) of encodings beside the value that must be refused; a `Fill` where they are long."""
        yield from self.general(value)
        yield from self.own(value)

    def general(self, value):
        yield "is of another type", MALFORMED, self.wrong
        yield "is null", MALFORMED, b"\xf6"
        long = wider(encode(self.item(value))) if self.has_head else None
        if long is not None:
            yield "has a longer head than needed", NOT_CANONICAL, long

    def own(self, value):
        return ()


class U(Form):
    """u: 0…2⁶³−1, or between two bounds."""

    def __init__(self, low=0, high=INTEGER_MAX):
        self.low, self.high = low, high

    def judge(self, item):
        require(type(item) is int and self.low <= item <= self.high, "not an integer in its bounds")

    def own(self, value):
        yield "is below its least", MALFORMED, encode(self.low - 1)
        yield "is above its most", MALFORMED, encode(self.high + 1)
        yield "is a floating-point number", MALFORMED, b"\xfb" + bytes(8)
        yield "carries a tag", MALFORMED, b"\xc1" + encode(value)


class I(U):
    """i: −2⁶³…2⁶³−1, or between two bounds."""

    def __init__(self, low=-(2**63), high=INTEGER_MAX):
        super().__init__(low, high)


class Number(Form):
    """One number of a list that is known to its end; `code` says what another number means."""

    def __init__(self, *numbers, code=MALFORMED):
        self.numbers, self.code = numbers, code

    def judge(self, item):
        require(type(item) is int and item in self.numbers, "a number that is not known")

    def own(self, value):
        yield "is a number that is not known", self.code, encode(max(self.numbers) + 1)
        yield "is negative", self.code, encode(-1)


class Version(U):
    """The version of a format: 1."""

    def judge(self, item):
        require(item == 1 and type(item) is int, "another version")

    def own(self, value):
        yield "is 0", UNKNOWN_VERSION, encode(0)
        yield "is 2", UNKNOWN_VERSION, encode(2)
        yield "is negative", MALFORMED, encode(-1)


class T(Form):
    """t, or a label."""

    wrong = encode(b"x")

    def __init__(self, label=False):
        self.label = label

    def judge(self, item):
        require(isinstance(item, str), "not a text")
        if self.label:
            letters = set("abcdefghijklmnopqrstuvwxyz0123456789-")
            require(1 <= len(item) <= 40 and set(item) <= letters, "not a label")

    def own(self, value):
        yield "is not UTF-8", MALFORMED, head(3, 2) + b"\xc3\x28"
        yield "is UTF-8 of a surrogate", MALFORMED, head(3, 3) + b"\xed\xa0\x80"
        yield "comes in pieces", MALFORMED, b"\x7f" + encode("a") + b"\xff"
        if self.label:
            for why, text in [("is empty", ""), ("has a capital", "C1"), ("has 41 characters", "a" * 41)]:
                yield why, MALFORMED, encode(text)


class B(Form):
    """Bytes: of any length, or of one of those given."""

    def __init__(self, *counts):
        self.counts = counts

    def shown(self, value):
        return value.hex()

    def judge(self, item):
        require(isinstance(item, bytes), "not bytes")
        require(not self.counts or len(item) in self.counts, "another length")

    def own(self, value):
        yield "comes in pieces", MALFORMED, b"\x5f" + encode(value) + b"\xff"
        if self.counts:
            yield "is a byte too short", MALFORMED, encode(bytes(min(self.counts) - 1))
            yield "is a byte too long", MALFORMED, encode(bytes(max(self.counts) + 1))


class Flag(Form):
    """true or absent."""

    wrong = encode(1)
    has_head = False

    def judge(self, item):
        require(item is True, "not true")

    def own(self, value):
        yield "is false", NOT_CANONICAL, b"\xf4"


class Boolean(Form):
    """true or false."""

    wrong = encode(1)
    has_head = False

    def judge(self, item):
        require(type(item) is bool, "not a boolean")


class Fill:
    """Bytes with one piece repeated: long encodings in few characters."""

    def __init__(self, put, fill, times, then=b""):
        self.put, self.fill, self.times, self.then = put, fill, times, then

    @property
    def bytes(self):
        return self.put + self.fill * self.times + self.then


def within(before, data, after):
    """An encoding, plain or a Fill, in its place."""
    if isinstance(data, Fill):
        return Fill(before + data.put, data.fill, data.times, data.then + after)
    return before + data + after


class List(Form):
    """[x], at most so many; absent when empty, unless `may_be_empty` says that it is always written."""

    def __init__(self, form, most, least=0, may_be_empty=False):
        self.form, self.most, self.least, self.may_be_empty = form, most, least, may_be_empty

    def item(self, value):
        return [self.form.item(one) for one in value]

    def shown(self, value):
        return [self.form.shown(one) for one in value]

    def judge(self, item):
        require(isinstance(item, list), "not a list")
        require((item or self.may_be_empty) and len(item) <= self.most, "another number of elements")
        for one in item:
            self.form.judge(one)

    def own(self, value):
        if not self.may_be_empty:
            yield "is an empty list", NOT_CANONICAL, b"\x80"
        if value:
            first = encode(self.form.item(value[0]))
            yield f"has {self.most + 1} elements", TOO_LARGE, Fill(head(4, self.most + 1), first, self.most + 1)
            yield "has no end of its own", MALFORMED, b"\x9f" + first + b"\xff"
            yield "claims more than there is", MALFORMED, head(4, INTEGER_MAX)
            rest = [encode(one) for one in self.item(value)[1:]]
            for why, code, data in self.form.neighbours(value[0]):
                yield f"first element: {why}", code, within(head(4, len(value)), data, b"".join(rest))


class Parts(Form):
    """[a, b, …]: a fixed number of parts."""

    def __init__(self, **parts):
        self.parts = parts

    def item(self, value):
        return [form.item(value[name]) for name, form in self.parts.items()]

    def shown(self, value):
        return {name: form.shown(value[name]) for name, form in self.parts.items()}

    def judge(self, item):
        require(isinstance(item, list) and len(item) == len(self.parts), "another number of parts")
        for one, form in zip(item, self.parts.values()):
            form.judge(one)

    def own(self, value):
        encoded = [encode(one) for one in self.item(value)]
        yield "lacks its last part", MALFORMED, head(4, len(encoded) - 1) + b"".join(encoded[:-1])
        yield "has a part too many", MALFORMED, head(4, len(encoded) + 1) + b"".join(encoded) + b"\x00"
        for index, (name, form) in enumerate(self.parts.items()):
            for why, code, data in form.neighbours(value[name]):
                before = head(4, len(encoded)) + b"".join(encoded[:index])
                yield f"{name}: {why}", code, within(before, data, b"".join(encoded[index + 1 :]))


class Either(Form):
    """One of several forms of fixed parts, told apart by the names of a value."""

    def __init__(self, *forms):
        self.forms = forms

    def pick(self, value):
        return next(form for form in self.forms if set(value) == set(form.parts))

    def item(self, value):
        return self.pick(value).item(value)

    def shown(self, value):
        return self.pick(value).shown(value)

    def judge(self, item):
        for form in self.forms:
            try:
                form.judge(item)
            except Refused:
                continue
            return
        raise Refused("none of the forms")

    def neighbours(self, value):
        yield from self.pick(value).neighbours(value)


class Optional:
    """A field that may be absent."""

    def __init__(self, form):
        self.form = form


class Map(Form):
    """A map: key → (name, form). `rule` judges what no field can see alone, over the keys that were read."""

    def __init__(self, fields, rule=None):
        self.fields, self.rule = fields, rule

    @staticmethod
    def form_of(form):
        return form.form if isinstance(form, Optional) else form

    @staticmethod
    def may_be_absent(form):
        return isinstance(form, (Optional, Flag)) or isinstance(form, List) and not form.least and not form.may_be_empty

    def present(self, value):
        for key, (name, form) in self.fields.items():
            there = value.get(name)
            if there is None or there is False and isinstance(form, Flag):
                continue
            if there == [] and isinstance(form, List) and not form.may_be_empty:
                continue
            yield key, name, self.form_of(form), there

    def item(self, value):
        assert set(value) <= {name for name, _ in self.fields.values()}, set(value)
        return {key: form.item(there) for key, _, form, there in self.present(value)}

    def shown(self, value):
        shown = {name: form.shown(there) for _, name, form, there in self.present(value)}
        for name, form in self.fields.values():
            if isinstance(form, Flag):
                shown.setdefault(name, False)
            if isinstance(form, List):
                shown.setdefault(name, [])
            if self.form_of(form).when_absent is not None:
                shown.setdefault(name, self.form_of(form).when_absent)
        return shown

    def judge(self, item):
        require(isinstance(item, dict), "not a map")
        for key, (name, form) in self.fields.items():
            if key in item:
                self.form_of(form).judge(item[key])
            else:
                require(self.may_be_absent(form), f"lacks {name}")
        require(set(item) <= set(self.fields), "a stranger")
        if self.rule:
            require(self.rule(item), "against its rule")

    def own(self, value):
        pairs = [(key, encode(form.item(there)), name, form, there) for key, name, form, there in self.present(value)]

        def written(chosen):
            return head(5, len(chosen)) + b"".join(bytes([key]) + data for key, data, *_ in chosen)

        unused = [key for key in range(24) if key not in self.fields]
        for key in sorted({unused[0], unused[-1]}):
            stranger = sorted(pairs + [(key, b"\x00")], key=lambda pair: pair[0])
            yield f"has the unknown field {key}", MALFORMED, written(stranger)
        yield "has the key 24", MALFORMED, head(5, len(pairs) + 1) + written(pairs)[1:] + b"\x18\x18\x00"
        yield "has a key below zero", MALFORMED, head(5, len(pairs) + 1) + written(pairs)[1:] + b"\x20\x00"
        yield "has a key that is a text", MALFORMED, head(5, len(pairs) + 1) + written(pairs)[1:] + b"\x61\x61\x00"
        yield "claims more than there is", MALFORMED, head(5, INTEGER_MAX) + written(pairs)[1:]
        yield "has no end of its own", MALFORMED, b"\xbf" + written(pairs)[1:] + b"\xff"
        if pairs:
            twice = [pairs[0]] + pairs
            yield f"has field {pairs[0][0]} twice", NOT_CANONICAL, written(twice)
            last = pairs[:-1] + [pairs[-1], pairs[-1]]
            yield f"has field {pairs[-1][0]} twice", NOT_CANONICAL, written(last)
            long_key = head(5, len(pairs)) + b"\x18" + written(pairs)[1:]
            yield "writes a key in two bytes", MALFORMED, long_key
        if len(pairs) > 1:
            yield "begins with its second field", NOT_CANONICAL, written([pairs[1], pairs[0]] + pairs[2:])
            yield "ends with its last but one", NOT_CANONICAL, written(pairs[:-2] + [pairs[-1], pairs[-2]])
        for index, (key, _, name, form, there) in enumerate(pairs):
            if not self.may_be_absent(self.fields[key][1]):
                yield f"lacks {name}", MALFORMED, written(pairs[:index] + pairs[index + 1 :])
            for why, code, data in form.neighbours(there):
                before = head(5, len(pairs)) + b"".join(bytes([k]) + d for k, d, *_ in pairs[:index]) + bytes([key])
                after = b"".join(bytes([k]) + d for k, d, *_ in pairs[index + 1 :])
                yield f"{name}: {why}", code, within(before, data, after)


class Commitments(Map):
    """The map from group to commitment: any of the five groups may be there."""

    def __init__(self, form):
        super().__init__({group: (str(group), Optional(form)) for group in range(5)})


def splice(base, data):
    """`data` as one replacement in `base`: where, how many bytes go, what comes in their place."""
    at = 0
    while at < min(len(base), len(data)) and base[at] == data[at]:
        at += 1
    end = 0
    while end < min(len(base), len(data)) - at and base[-1 - end] == data[-1 - end]:
        end += 1
    return at, len(base) - at - end, data[at : len(data) - end]


def refusals(form, value, more=()):
    """What a reader of `form` must refuse beside `value`, as replacements in its bytes; each is judged here too."""
    base = encode(form.item(value))
    form.judge(decode(base))
    whole = [
        ("is empty", MALFORMED, b""),
        ("is followed by a byte", MALFORMED, base + b"\x00"),
        ("stands twice", MALFORMED, base + base),
        ("stands in a tag (RFC 8949, 3.4.6)", MALFORMED, b"\xd9\xd9\xf7" + base),
    ]
    rows, seen = [], {base}
    for why, code, data in whole + list(form.neighbours(value)) + list(more):
        flat = data.bytes if isinstance(data, Fill) else data
        if flat in seen:
            continue
        seen.add(flat)
        try:
            form.judge(decode(flat))
        except Refused:
            pass
        else:
            raise AssertionError(f"would be taken: {why} {flat.hex()[:200]}")
        if isinstance(data, Fill) and data.times > 3:
            at, _, _ = splice(base, data.put)
            kept = splice(base[at:][::-1], data.then[::-1])[0]
            rows.append({"why": why, "refuse": code, "at": at, "cut": len(base) - at - kept, "put": data.put[at:].hex(),
                         "fill": data.fill.hex(), "times": data.times,
                         "then": data.then[: len(data.then) - kept].hex()})
        else:
            at, cut, put = splice(base, flat)
            rows.append({"why": why, "refuse": code, "at": at, "cut": cut, "put": put.hex()})
    return rows
