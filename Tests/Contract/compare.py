"""x"""

def differences(expected, found):
    """Cell by cell."""
    listed = []
    e = {u["unit"]["id"]: u for u in expected["units"]}
    f = {u["unit"]["id"]: u for u in found["units"]}
    for code in {**e, **f}:
        if code not in e or code not in f:
            listed.append(f"{code}: row {'missing' if code in e else 'extra'}")
            continue
        if e[code]["unit"] != f[code]["unit"]:
            listed.append(f"{code}: {e[code]['unit']} / {f[code]['unit']}")
        ce = {c["requirement"]: c for c in e[code]["cells"]}
        cf = {c["requirement"]: c for c in f[code]["cells"]}
        for r in {**ce, **cf}:
            if ce.get(r) != cf.get(r):
                listed.append(f"{code} {r}: {ce.get(r)} / {cf.get(r)}")
    return listed
