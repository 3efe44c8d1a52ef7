"""HEAD answered as GET is, without the body: what watches a service, and what checks links, asks so."""

from hefa.service.limits import App, Message, Receive, Send


class Heads:
    """Middleware (ASGI): the application sees a GET, the client the head of its answer."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if body else message)

        await self._app({**scope, "method": "GET"}, receive, bodiless)
