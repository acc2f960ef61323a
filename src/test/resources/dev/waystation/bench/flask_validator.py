"""Checks the signature of dbt Cloud's webhooks and does nothing else: what ReceiptBenchmark compares Waystation with."""

import hashlib
import hmac
import os

from flask import Flask, request

KEY = os.environ["WEBHOOK_KEY"].encode("utf-8")

app = Flask(__name__)


@app.route("/hook", methods=["POST"])
def hook():
    expected = hmac.new(KEY, request.get_data(), hashlib.sha256).hexdigest()
    offered = request.headers.get("Authorization", "")
    if not hmac.compare_digest(expected.encode("ascii"), offered.encode("utf-8")):
        return {"valid": False}, 403
    return {"valid": True}
