"""A small BMC for the tests: Redfish over TLS on the loopback, from a folder in mockup layout.

    redfish_bmc.py FOLDER CERTIFICATE KEY PORT-FILE [--slow URI] [--password WORD]

Writes its port to PORT-FILE. Ends by itself when its one session is deleted, at most after 30 seconds.
"""
import http.server
import json
import os
import ssl
import sys
import threading
import time

folder, certificate, key, port_file = sys.argv[1:5]
options = dict(zip(sys.argv[5::2], sys.argv[6::2]))
TOKEN = "token-of-the-test"


class Bmc(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if said.get("Password") != options.get("--password", "secret"):
            return self.answer(401)
        self.answer(201, b"{}", [("X-Auth-Token", TOKEN), ("Location", "/redfish/v1/SessionService/Sessions/1")])

    def do_DELETE(self):
        self.answer(204)
        threading.Thread(target=self.server.shutdown).start()

    def do_GET(self):
        if self.headers.get("X-Auth-Token") != TOKEN:
            return self.answer(401)
        if self.path == options.get("--slow"):
            time.sleep(3)
        path = os.path.join(folder, self.path.strip("/"), "index.json")
        if ".." in self.path or not os.path.isfile(path):
            return self.answer(404)
        with open(path, "rb") as resource:
            self.answer(200, resource.read())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bmc)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
end = threading.Timer(30, server.shutdown)
end.daemon = True
end.start()
with open(port_file + ".new", "w") as out:
    out.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever(poll_interval=0.05)
