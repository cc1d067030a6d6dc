"""One made-up server as its management controller and as its own firmware tell it.

    two_views.py redfish FOLDER [CHANGE…]      a tree of Redfish resources, as a saved mockup has it
    two_views.py dmidecode FILE [CHANGE…]      the text of dmidecode

A CHANGE makes the view tell of something else: "dimm" (the module of P1-DIMMA2 is another model),
"serial" (it has another serial number), "missing" (it is not there), "bios" (another version),
"slot" (dmidecode lists a slot in use, of which Redfish knows nothing).
"""
import json
import os
import sys

view, target, *changes = sys.argv[1:]

SYSTEM = {"Manufacturer": "Acme", "Model": "Server 9", "SerialNumber": "SN900017", "SKU": "S9",
          "UUID": "4c4c4544-0039-3010-8048-b7c04f384432"}
BIOS = "4.3" if "bios" in changes else "4.2"
CPU = {"redfish": "Intel Xeon Silver 4208", "dmidecode": "Intel(R) Xeon(R) Silver 4208 CPU @ 2.10GHz"}[view]
DIMMS = [{"place": "P1-DIMMA1", "model": "M393A4K40DB3-CWE", "serial": "40AB0001"},
         {"place": "P1-DIMMA2", "model": "M393A4K40DB3-CWE", "serial": "40AB0002"}]
if "dimm" in changes:
    DIMMS[1]["model"] = "HMA84GR7DJR4N-XN"
if "serial" in changes:
    DIMMS[1]["serial"] = "51CD0009"
if "missing" in changes:
    del DIMMS[1]


def resource(path, name, **members):
    folder = os.path.join(target, "redfish/v1", path)
    os.makedirs(folder, exist_ok=True)
    uri = "/redfish/v1" + ("/" + path if path else "")
    with open(os.path.join(folder, "index.json"), "w") as out:
        json.dump({"@odata.id": uri, "@odata.type": name, "Id": path.split("/")[-1], **members}, out, indent=1)
    return {"@odata.id": uri}


def redfish():
    memory = [resource("Systems/1/Memory/" + d["place"], "#Memory.v1_11_0.Memory", Manufacturer="Samsung",
                       DeviceLocator=d["place"], PartNumber=d["model"], SerialNumber=d["serial"], CapacityMiB=32768,
                       Status={"State": "Enabled"}) for d in DIMMS]
    cpu = resource("Systems/1/Processors/1", "#Processor.v1_11_0.Processor", ProcessorType="CPU", Manufacturer="Intel",
                   Socket="CPU1", Model=CPU, Status={"State": "Enabled"})
    system = resource("Systems/1", "#ComputerSystem.v1_16_0.ComputerSystem", SystemType="Physical", BiosVersion=BIOS,
                      Memory=resource("Systems/1/Memory", "#MemoryCollection.MemoryCollection", Members=memory),
                      Processors=resource("Systems/1/Processors", "#ProcessorCollection.ProcessorCollection",
                                          Members=[cpu]), **SYSTEM)
    resource("", "#ServiceRoot.v1_11_0.ServiceRoot",
             Systems=resource("Systems", "#ComputerSystemCollection.ComputerSystemCollection", Members=[system]))


def structure(out, handle, number, size, title, **lines):
    out.write(f"Handle 0x{handle:04X}, DMI type {number}, {size} bytes\n{title}\n")
    for key, value in lines.items():
        out.write(f"\t{key.replace('_', ' ')}: {value}\n")
    out.write("\n")


def dmidecode():
    with open(target, "w") as out:
        out.write("# dmidecode 3.4\nGetting SMBIOS data from sysfs.\nSMBIOS 3.2.1 present.\n\n")
        structure(out, 0, 0, 26, "BIOS Information", Vendor="Acme BIOS", Version=BIOS, Release_Date="12/15/2023")
        structure(out, 1, 1, 27, "System Information", Manufacturer=SYSTEM["Manufacturer"],
                  Product_Name=SYSTEM["Model"], Serial_Number=SYSTEM["SerialNumber"], UUID=SYSTEM["UUID"],
                  SKU_Number=SYSTEM["SKU"])
        structure(out, 4, 4, 48, "Processor Information", Socket_Designation="CPU1", Type="Central Processor",
                  Manufacturer="Intel(R) Corporation", Version=CPU, Status="Populated, Enabled")
        for i, d in enumerate(DIMMS):
            structure(out, 0x20 + i, 17, 84, "Memory Device", Size="32 GB", Locator=d["place"], Manufacturer="Samsung",
                      Serial_Number=d["serial"], Part_Number=d["model"])
        if "slot" in changes:
            structure(out, 9, 9, 17, "System Slot Information", Designation="SLOT1", Type="x16 PCI Express 3 x16",
                      Current_Usage="In Use", Length="Long", ID="1", Bus_Address="0000:3b:00.0")
        structure(out, 0x7F, 127, 4, "End Of Table")


{"redfish": redfish, "dmidecode": dmidecode}[view]()
