"""A server on this machine that speaks like a model, with scripted replies."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def reply(content: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def statements(*entries: dict[str, Any]) -> bytes:
    return reply(json.dumps({"statements": list(entries)}))


@contextmanager
def stub(*script: tuple[int, bytes] | str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve the script in its order, the last entry for ever: (status, body), "slow" or "cut"."""
    left = list(script)
    seen: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            step = left.pop(0) if len(left) > 1 else left[0]
            if step == "cut":
                self.connection.close()
                return
            if step == "slow":
                time.sleep(1.0)
                step = (200, reply(""))
            assert not isinstance(step, str)
            self.send_response(step[0])
            self.send_header("Content-Length", str(len(step[1])))
            self.end_headers()
            self.wfile.write(step[1])

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
