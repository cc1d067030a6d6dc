#!/usr/bin/env bash
# Pictures of an HTML report as readers see it: on a desk by day and by night, on a phone, and on paper.
# Usage: tools/picture.sh REPORT.html OUTDIR [SELECTOR]
# Leaves light.png dark.png phone.png phone-dark.png print.pdf, and print-*.png where pdftoppm is there.
# SELECTOR: a picture of that element alone (#s6), at most 8,000 pixels high; else of the page's top.
# Needs chromium and python3. Speaks to the browser over a pipe; nothing goes to the network.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
mkdir -p "$2"
python3 - "$(realpath "$1")" "$2" "${3:-}" "${CHROMIUM:-chromium}" <<'PYTHON'
import base64, json, os, subprocess, sys, tempfile

page, out, selector, chromium = sys.argv[1:5]
profile = tempfile.TemporaryDirectory()
to_browser, ours_out = os.pipe()
ours_in, from_browser = os.pipe()

# The browser reads commands on descriptor 3 and answers on 4, each message ended by a NUL.
def place():
    a, b = os.dup(to_browser), os.dup(from_browser)
    os.dup2(a, 3); os.dup2(b, 4)

browser = subprocess.Popen(
    [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
     "--disable-component-update", "--disable-sync", "--no-first-run", "--user-data-dir=" + profile.name,
     "--remote-debugging-pipe", "about:blank"],
    preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
os.close(to_browser); os.close(from_browser)
reader = os.fdopen(ours_in, "rb")
count, session, buffered = 0, None, b""

def message():
    global buffered
    while b"\0" not in buffered:
        more = os.read(ours_in, 1 << 20)
        if not more: sys.exit("picture: the browser is gone")
        buffered += more
    one, buffered = buffered.split(b"\0", 1)
    return json.loads(one)

def call(method, **params):
    global count
    count += 1
    request = {"id": count, "method": method, "params": params}
    if session: request["sessionId"] = session
    os.write(ours_out, json.dumps(request).encode() + b"\0")
    while True:
        answer = message()
        if answer.get("id") == count:
            if "error" in answer: sys.exit(f"picture: {method}: {answer['error']['message']}")
            return answer["result"]

def wait_for(event):
    while message().get("method") != event: pass

def save(name, data):
    with open(os.path.join(out, name), "wb") as file: file.write(base64.b64decode(data))

target = call("Target.createTarget", url="about:blank")["targetId"]
session = call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
call("Page.enable")
for name, width, scale, phone, scheme in [("light", 1280, 1, False, "light"), ("dark", 1280, 1, False, "dark"),
                                          ("phone", 390, 2, True, "light"), ("phone-dark", 390, 2, True, "dark")]:
    call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=scale, mobile=phone)
    call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    call("Page.navigate", url="file://" + page)
    wait_for("Page.loadEventFired")
    box = f"(document.querySelector({json.dumps(selector)})||document.body).getBoundingClientRect()" if selector else "null"
    spot = call("Runtime.evaluate", returnByValue=True, expression=
        f"(()=>{{const b={box};return b?{{y:Math.max(0,b.top+scrollY-10),h:b.height+20}}:"
        "{y:0,h:document.documentElement.scrollHeight}})()")["result"]["value"]
    wide = call("Runtime.evaluate", returnByValue=True, expression="document.documentElement.scrollWidth")["result"]["value"]
    if wide > width:
        culprits = call("Runtime.evaluate", returnByValue=True, expression=
            f"[...document.querySelectorAll('body *')].filter(e=>e.getBoundingClientRect().right>{width + 1}).slice(0,5)"
            ".map(e=>e.tagName+'.'+e.className+' in #'+(e.closest('[id]')||{}).id).join(', ')")["result"]["value"]
        print(f"picture: {name}: the page is {wide} px wide, {wide - width} too many: {culprits}", file=sys.stderr)
    save(name + ".png", call("Page.captureScreenshot", captureBeyondViewport=True, clip={
        "x": 0, "y": spot["y"], "width": width, "height": min(spot["h"], 8000 if selector else 3200), "scale": 1})["data"])
call("Emulation.setEmulatedMedia", features=[])
call("Emulation.clearDeviceMetricsOverride")
save("print.pdf", call("Page.printToPDF", preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)["data"])
call("Browser.close")
browser.wait()
PYTHON
if command -v pdftoppm > /dev/null; then
  rm -f "$2"/print-*.png
  pdftoppm -r 80 -l "${PAGES:-8}" -png "$2/print.pdf" "$2/print"
fi
ls "$2"
