"""Receives webhooks as another system would, and checks their signatures with the library of Standard Webhooks.

    receiver.py SECRET LOG FAILURES

Listens on a free port of 127.0.0.1 and prints it. Each request becomes a line of JSON in LOG, with its `id`, the
`status` that it was answered with, and its `body` where the signature is good. The first FAILURES good requests are
answered with 500, the others with 204, and those whose signature is wrong with 401.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from standardwebhooks import Webhook, WebhookVerificationError

secret, log, failures = sys.argv[1], sys.argv[2], int(sys.argv[3])
webhook = Webhook(secret)
lock = Lock()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        global failures
        body = self.rfile.read(int(self.headers["content-length"]))
        line = {"id": self.headers["webhook-id"], "content-type": self.headers["content-type"]}
        with lock:
            try:
                line["body"] = webhook.verify(body, dict(self.headers))
                line["status"] = 500 if failures > 0 else 204
                failures -= 1
            except WebhookVerificationError as error:
                line["error"] = str(error)
                line["status"] = 401
            with open(log, "a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        self.send_response(line["status"])
        self.end_headers()

    def log_message(self, *_):
        """Standard error is for what goes wrong."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
