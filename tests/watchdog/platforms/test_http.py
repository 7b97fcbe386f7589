from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from aiohttp import ClientSession

from tests.watchdog.platforms.replay import Clock, Recorded, Server, recorded
from watchdog.platforms.http import Http
from watchdog.platforms.port import PlatformError

SECRET = "zeer-geheim"  # noqa: S105 # an example


async def fault_of(http: Http, url: str, token: str | None = None) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        await http.get(url, [("q", SECRET)], token=token)
    assert SECRET not in str(caught.value)
    return caught.value


async def test_it_says_who_it_is_and_sends_the_token_as_a_bearer(http: Http, server: Server) -> None:
    server.on("/x", Recorded({}))
    await http.get(f"{server.url}/x", token=SECRET)
    headers = server.asked[0].headers
    assert headers["User-Agent"] == "page-watchdog/test"
    assert headers["Authorization"] == f"Bearer {SECRET}"


async def test_a_passing_server_error_is_tried_again(http: Http, server: Server, clock: Clock) -> None:
    server.on("/x", Recorded({}, 503), Recorded("<h1>Bad gateway</h1>", 502, raw=True), Recorded({"a": 1}))
    assert (await http.get(f"{server.url}/x")).body == {"a": 1}
    assert len(clock.waited) == 2


async def test_a_lasting_server_error_is_told_after_three_tries(http: Http, server: Server) -> None:
    server.on("/x", Recorded({}, 500))
    fault = await fault_of(http, f"{server.url}/x")
    assert str(fault) == "127.0.0.1 answered 500 to /x"
    assert not fault.permanent
    assert len(server.asked) == 3


async def test_a_refusal_is_the_callers_to_judge(http: Http, server: Server) -> None:
    server.on("/x", recorded("bluesky/expired_token"))
    answer = await http.get(f"{server.url}/x")
    assert (answer.ok, answer.status, answer.body["error"]) == (False, 400, "ExpiredToken")


async def test_an_html_page_instead_of_an_answer_is_an_error_not_an_empty_answer(http: Http, server: Server) -> None:
    server.on("/x", Recorded("<html>Welcome</html>", raw=True))
    assert "something that is not JSON" in str(await fault_of(http, f"{server.url}/x"))


async def test_html_with_a_404_is_still_a_404(http: Http, server: Server) -> None:
    server.on("/x", recorded("snac/not_found"))
    answer = await http.get(f"{server.url}/x")
    assert (answer.status, answer.is_json) == (404, False)


async def test_a_long_rate_limit_is_told_with_its_end_and_kept_without_asking(http: Http, server: Server) -> None:
    server.on("/x", recorded("bluesky/too_often"))
    first = await fault_of(http, f"{server.url}/x", token=SECRET)
    second = await fault_of(http, f"{server.url}/other", token=SECRET)
    assert first.retry_after == second.retry_after == timedelta(seconds=289)
    assert len(server.asked) == 1


async def test_one_tokens_limit_does_not_bind_another(http: Http, server: Server) -> None:
    server.on("/x", recorded("bluesky/too_often"), Recorded({}))
    await fault_of(http, f"{server.url}/x", token=SECRET)
    assert (await http.get(f"{server.url}/x", token=f"{SECRET}-2")).ok


async def test_a_short_rate_limit_is_sat_out(http: Http, server: Server, clock: Clock) -> None:
    server.on("/x", Recorded({}, 429, {"Retry-After": "3"}), Recorded({"a": 1}))
    assert (await http.get(f"{server.url}/x")).body == {"a": 1}
    assert sum(clock.waited) >= 3


async def test_a_used_up_limit_is_respected_before_the_server_says_no(http: Http, server: Server, clock: Clock) -> None:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-22T12:00:05.000Z"}
    server.on("/x", Recorded({}, headers=spent), Recorded({}))
    await http.get(f"{server.url}/x")
    await http.get(f"{server.url}/x")
    assert clock.waited == [5.0]


async def test_an_endless_answer_is_cut_off(client: ClientSession, server: Server, clock: Clock) -> None:
    http = Http(client, clock, Random(1), clock.pause, largest=1024 * 1024)
    server.on("/x", Recorded("x" * 2_000_000, raw=True))
    fault = await fault_of(http, f"{server.url}/x")
    assert "more than 1 MiB" in str(fault)


async def test_a_redirect_on_the_same_server_is_followed(http: Http, server: Server) -> None:
    server.on("/x", Recorded({}, 301, {"Location": "/y"})).on("/y", Recorded({"a": 1}))
    assert (await http.get(f"{server.url}/x", token=SECRET)).body == {"a": 1}


@pytest.mark.parametrize(
    "where", ["https://elders.example/y", "http://elders.example/y", "//elders.example", "http://[x"]
)
async def test_a_token_is_never_carried_to_another_server(http: Http, server: Server, where: str) -> None:
    server.on("/x", Recorded({}, 302, {"Location": where}))
    assert (await fault_of(http, f"{server.url}/x", token=SECRET)).permanent


async def test_going_round_in_circles_ends(http: Http, server: Server) -> None:
    server.on("/x", Recorded({}, 302, {"Location": "/x"}))
    assert "circles" in str(await fault_of(http, f"{server.url}/x"))


@pytest.mark.parametrize(
    "url", ["http://vlieg.example/x", "ftp://vlieg.example/x", "http://10.0.0.1/x", "file:///etc/x"]
)
async def test_nothing_is_asked_over_a_line_that_can_be_overheard(http: Http, url: str) -> None:
    assert (await fault_of(http, url)).permanent


async def test_a_server_that_is_not_there_is_told_by_its_name(http: Http, server: Server) -> None:
    url = server.url
    await server.__aexit__()
    assert str(await fault_of(http, f"{url}/x")) == "127.0.0.1 cannot be reached (connection refused or lost)"
