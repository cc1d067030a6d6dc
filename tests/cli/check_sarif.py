"""Holds a SARIF file against what the OASIS standard (2.1.0) demands of the parts that Assay writes, and
against the audit it came from: check_sarif.py X.sarif audit.json"""
import json
import re
import sys


def fail(*words):
    sys.exit("check_sarif: " + " ".join(str(w) for w in words))


def only(value, where, required, optional=()):
    missing = [k for k in required if k not in value]
    unknown = [k for k in value if k not in required and k not in optional]
    if missing or unknown:
        fail(where, "lacks", missing, "has", unknown)


log = json.load(open(sys.argv[1], encoding="utf-8"))
audit = json.load(open(sys.argv[2], encoding="utf-8"))
only(log, "log", ["version", "runs"], ["$schema"])  # 3.13
if log["version"] != "2.1.0" or len(log["runs"]) != 1:
    fail("version or runs")
run = log["runs"][0]
only(run, "run", ["tool", "results"], ["columnKind", "invocations"])  # 3.14
driver = run["tool"]["driver"]
only(driver, "driver", ["name"], ["semanticVersion", "rules"])  # 3.19
rules = driver["rules"]
if len({r["id"] for r in rules}) != len(rules):
    fail("a rule id twice")
for rule in rules:  # 3.49
    only(rule, "rule", ["id"], ["shortDescription", "help", "defaultConfiguration", "properties"])
    if not rule["shortDescription"]["text"] or rule["defaultConfiguration"]["level"] not in ("error", "warning", "note"):
        fail("rule", rule["id"])
for result in run["results"]:  # 3.27
    only(result, "result", ["message"],
         ["ruleId", "ruleIndex", "level", "kind", "locations", "partialFingerprints", "suppressions", "properties"])
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        fail("ruleIndex of", result["ruleId"])
    if result["level"] not in ("error", "warning", "note") or result["kind"] != "fail" or not result["message"]["text"]:
        fail("level, kind or message of", result["ruleId"])
    for location in result["locations"]:  # 3.28
        only(location, "location", [], ["physicalLocation", "logicalLocations", "message"])
        if not location:
            fail("an empty location")
        physical = location.get("physicalLocation")
        if physical:  # 3.29
            only(physical, "physicalLocation", ["artifactLocation"], ["region"])
            if not re.fullmatch(r"(?:[A-Za-z0-9\-._~/]|%[0-9A-F]{2})+", physical["artifactLocation"]["uri"]):
                fail("uri", physical["artifactLocation"]["uri"])
            region = physical.get("region", {})  # 3.30
            if any(not isinstance(v, int) or v < 0 for v in region.values()) or region.get("startLine", 1) < 1:
                fail("region", region)
    if any(not re.fullmatch("[0-9a-f]{64}", v) for v in result["partialFingerprints"].values()):
        fail("fingerprint of", result["ruleId"])
    for s in result.get("suppressions", []):  # 3.35
        only(s, "suppression", ["kind"], ["status", "justification"])
levels = {"critical": "error", "warning": "warning", "info": "note"}
found = [(s["id"], f) for s in audit["servers"] for f in s["findings"]]
found += [("", f) for f in audit["fleet"]["findings"]]
wanted = sorted((s, f["code"], levels[f["severity"]], f["subject"]) for s, f in found)
got = sorted((r["properties"]["server"], r["ruleId"], r["level"], r["properties"]["subject"]) for r in run["results"])
if wanted != got:
    fail("results are not the audit's findings")
print(f"{len(got)} results of {len(rules)} rules, as SARIF 2.1.0 says and as the audit found")
