"""Whether users can work: an address that asks the store itself, and one with the counts for Prometheus.

Both are for those who run the server: the proxy of the manual lets no one else reach them.
"""

from functools import lru_cache

from anyio import CapacityLimiter, fail_after, to_thread
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from budget import __version__
from budget.case import Problem, problem_text
from budget.dashboard.cases import keeper
from budget.store import StoreError
from budget.store.answering import refuse_unready
from budget.text import LANGUAGES, Words

PATIENCE = 3.0  # seconds: a store that does not answer is said to be ill within five


async def _health(_: Request) -> Response:
    """200 where a version could be saved now, else 503 and why."""
    problem = await _wrong()
    if problem is None:
        return JSONResponse({"status": "ok", "version": __version__})
    said = {language: problem_text(problem, Words(language)) for language in LANGUAGES}
    return JSONResponse({"status": "failing", "version": __version__, "problem": problem.code, **said}, 503)


async def _wrong() -> Problem | None:
    try:
        with fail_after(PATIENCE):
            # One at a time: a question that is never answered must not be asked again and again.
            return await to_thread.run_sync(_ask, abandon_on_cancel=True, limiter=_one())
    except TimeoutError:
        return Problem("store_silent", "", {"seconds": PATIENCE})


@lru_cache(maxsize=1)
def _one() -> CapacityLimiter:
    return CapacityLimiter(1)


def _ask() -> Problem | None:
    try:
        refuse_unready(keeper.unasked())
    except StoreError as error:
        return keeper.first_problem(error)
    return None


async def _metrics(_: Request) -> Response:
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


ROUTES = [Route("/health", _health), Route("/metrics", _metrics)]
