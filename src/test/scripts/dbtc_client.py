"""What dbtc sees of a gateway: python dbtc_client.py HOST:PORT TOKEN. Every step prints what it saw, or fails."""

import hashlib
import hmac
import http.server
import importlib.metadata
import json
import sys
import threading
import time

import requests
from dbtc import dbtCloudClient

HOST, TOKEN = sys.argv[1], sys.argv[2]
ACCOUNT = 123


class PlainHttp(requests.adapters.HTTPAdapter):
    """dbtc always says https; the gateway under test speaks http, as it does behind a proxy that ends TLS."""

    def send(self, request, **options):
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, **options)

    def get_connection_with_tls_context(self, request, verify, proxies=None, cert=None):
        return self.poolmanager.connection_from_url(request.url)


class Receiver(http.server.BaseHTTPRequestHandler):
    received = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.received.append((self.headers, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def saw(what, value):
    print(f"{what}: {value}")


def check(condition, what, value=None):
    if not condition:
        sys.exit(f"FAILED: {what}: {value}")


def wait_for_gateway():
    for _ in range(300):
        try:
            if requests.get(f"http://{HOST}/health", timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    sys.exit("FAILED: the gateway did not start")


def wait_for_requests(count):
    for _ in range(200):
        if len(Receiver.received) >= count:
            return
        time.sleep(0.05)
    sys.exit(f"FAILED: {len(Receiver.received)} requests came, expected {count}")


def main():
    wait_for_gateway()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/hook"

    client = dbtCloudClient(api_key=TOKEN, service_token=TOKEN, host=HOST)
    client.cloud.session.mount("https://", PlainHttp())
    saw("dbtc", importlib.metadata.version("dbtc"))

    accounts = client.cloud.list_accounts()
    check([a["id"] for a in accounts["data"] or []] == [ACCOUNT], "list_accounts", accounts)
    saw("list_accounts", [a["id"] for a in accounts["data"]])

    payload = {
        "name": "from dbtc",
        "client_url": url,
        "active": True,
        "event_types": ["job.run.completed"],
        "description": "made by dbtc",
        "job_ids": 77,
    }
    created = client.cloud.create_webhook(ACCOUNT, payload)
    check(created["status"]["code"] == 201, "create_webhook", created)
    webhook, secret = created["data"]["id"], created["data"]["hmac_secret"]
    check(created["data"]["job_ids"] == ["77"], "job_ids", created)
    saw("create_webhook", {k: created["data"][k] for k in ("id", "job_ids", "http_status_code")})

    read = client.cloud.get_webhook(ACCOUNT, webhook)
    check(read["data"]["name"] == "from dbtc" and "hmac_secret" not in read["data"], "get_webhook", read)
    saw("get_webhook", read["status"])

    listed = client.cloud.list_webhooks(ACCOUNT)
    check(listed["extra"]["pagination"] == {"total_count": 1, "count": 1}, "list_webhooks", listed)
    paged = client.cloud.list_webhooks(ACCOUNT, limit=5, offset=1)
    check(paged["data"] == [], "list_webhooks with an offset", paged)
    saw("list_webhooks", listed["extra"])

    tested = client.cloud.test_webhook(ACCOUNT, webhook)
    check(tested["data"]["verification_status_code"] == "200", "test_webhook", tested)
    saw("test_webhook", tested["data"])

    changed = client.cloud.update_webhook(
        ACCOUNT, webhook, {**payload, "name": "changed by dbtc", "job_ids": [77, 78], "description": ""}
    )
    check(changed["data"]["job_ids"] == ["77", "78"], "update_webhook", changed)
    read = client.cloud.get_webhook(ACCOUNT, webhook)
    check(read["data"]["name"] == "changed by dbtc", "get_webhook after update_webhook", read)
    saw("update_webhook", {k: read["data"][k] for k in ("name", "job_ids", "description")})

    event = {"eventType": "job.run.completed", "data": {"jobId": "78", "runId": "1", "runStatus": "Success"}}
    published = requests.post(
        f"http://{HOST}/api/v3/accounts/{ACCOUNT}/webhooks/events",
        headers={"Authorization": f"Bearer {TOKEN}"},
        json=event,
        timeout=10,
    )
    check(published.json()["data"][0]["deliveries"] == 1, "publish", published.text)
    wait_for_requests(2)
    for headers, body in Receiver.received:
        expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        check(hmac.compare_digest(headers["Authorization"], expected), "signature", headers["Authorization"])
        check(json.loads(body)["webhookId"] == webhook, "webhookId", body)
    saw("received and verified", len(Receiver.received))

    gone = client.cloud.delete_webhook(ACCOUNT, webhook)
    check(gone["data"] == {"id": webhook} and gone["status"]["is_success"], "delete_webhook", gone)
    saw("delete_webhook", gone)
    missing = client.cloud.get_webhook(ACCOUNT, webhook)
    check(missing["status"]["code"] == 404 and missing["data"] is None, "get_webhook after delete_webhook", missing)
    saw("get_webhook afterwards", missing["status"]["user_message"])


main()
