"""Runs independent clients from PyPI against a running stand-in; README.md says how."""

import asyncio
import io
import json
import os
import sys
import urllib.error
import urllib.request

from PIL import Image

# The rehearsal has no TLS.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
BASE = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8188").rstrip("/")


def order(path, body):
    """Gives the stand-in an order under /sandbox and returns its answer."""
    request = urllib.request.Request(
        f"{BASE}/sandbox/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def account(platform, handle, **options):
    return order("accounts", {"platform": platform, "handle": handle, "options": options})["connect"]


def look(path):
    with urllib.request.urlopen(f"{BASE}/sandbox/{path}") as answer:
        return json.load(answer)


def picture(shade=90):
    out = io.BytesIO()
    Image.new("RGB", (400, 500), (shade, 120, 140)).save(out, "JPEG")
    return out.getvalue()


def held(what, is_held):
    print(("held    " if is_held else "BROKEN  ") + what)
    held.broken += not is_held


held.broken = 0


async def telegram():
    from telegram import Bot, InputMediaPhoto
    from telegram.error import BadRequest, InvalidToken, RetryAfter

    connect = account("telegram", "check_channel", bot="check_bot")
    staging = account("telegram", "check_staging", bot="check_bot", kind="private")
    base = f"{BASE}/platforms/api.telegram.org/bot"
    async with Bot(connect["bot_token"], base_url=base) as bot:
        me = await bot.get_me()
        held("telegram: getMe", me.is_bot and me.username == "check_bot")
        chat = await bot.get_chat(connect["chat"])
        held("telegram: getChat", chat.id == connect["chat_id"] and chat.type == "channel")
        member = await bot.get_chat_member(chat.id, me.id)
        held("telegram: getChatMember", member.status == "administrator" and member.can_post_messages)
        held("telegram: getChatMemberCount", await bot.get_chat_member_count(chat.id) == 2)
        staged = await bot.send_photo(staging["chat_id"], picture())
        sent = await bot.send_photo(chat.id, staged.photo[-1].file_id, caption="<b>Morning</b>", parse_mode="HTML")
        held("telegram: sendPhoto by file_id", sent.caption == "Morning" and sent.photo[-1].width == 400)
        held("telegram: link", sent.link == f"https://t.me/check_channel/{sent.message_id}")
        album = await bot.send_media_group(chat.id, [InputMediaPhoto(picture(1), caption="Two"), InputMediaPhoto(picture(2))])
        held("telegram: sendMediaGroup", len(album) == 2 and album[0].media_group_id == album[1].media_group_id)
        edited = await bot.edit_message_caption(chat.id, sent.message_id, caption="Evening")
        held("telegram: editMessageCaption", edited.caption == "Evening")
        copy = await bot.forward_message(staging["chat_id"], chat.id, sent.message_id)
        held("telegram: forwardMessage", copy.forward_origin.message_id == sent.message_id)
        text = await bot.send_message(chat.id, "Words")
        held("telegram: sendMessage", text.text == "Words")
        held("telegram: deleteMessage", await bot.delete_message(chat.id, text.message_id))
        try:
            await bot.send_message(chat.id, "x" * 4097)
            held("telegram: a text that is too long is BadRequest", False)
        except BadRequest as error:
            held("telegram: a text that is too long is BadRequest", "too long" in str(error).lower())
        order("platform_faults", {"platform": "telegram", "call": "send_message", "fault": "rate_limited", "seconds": 9})
        try:
            await bot.send_message(chat.id, "Words")
            held("telegram: 429 is RetryAfter", False)
        except RetryAfter as error:
            after = error.retry_after
            held("telegram: 429 is RetryAfter", getattr(after, "total_seconds", lambda: after)() == 9)
    try:
        async with Bot("123456:AAnobodyissuedthis", base_url=base):
            held("telegram: a wrong token is InvalidToken", False)
    except InvalidToken:
        held("telegram: a wrong token is InvalidToken", True)


def bluesky():
    from atproto import Client
    from atproto_client.exceptions import BadRequestError

    connect = account("bluesky", "check")
    client = Client(f"{BASE}/platforms/bsky.social/xrpc")
    profile = client.login(connect["handle"], connect["app_password"])
    held("bluesky: login", profile.did == connect["did"])
    post = client.send_image("Morning", picture(), "A street at dawn")
    held("bluesky: send_image", post.uri.startswith(f"at://{connect['did']}/app.bsky.feed.post/"))
    found = client.app.bsky.feed.get_posts({"uris": [post.uri]}).posts[0]
    held("bluesky: getPosts", found.record.text == "Morning" and found.cid == post.cid)
    held("bluesky: alt text", found.record.embed.images[0].alt == "A street at dawn")
    client.like(post.uri, post.cid)
    client.repost(post.uri, post.cid)
    found = client.app.bsky.feed.get_posts({"uris": [post.uri]}).posts[0]
    held("bluesky: like and repost are counted", (found.like_count, found.repost_count) == (1, 1))
    order("comments", {"platform": "bluesky", "post_id": post.uri, "author": "bo.bsky.social", "text": "Nice"})
    thread = client.get_post_thread(post.uri).thread
    held("bluesky: getPostThread", [reply.post.record.text for reply in thread.replies] == ["Nice"])
    record = {"$type": "app.bsky.feed.post", "text": "Twice", "createdAt": client.get_current_time_iso()}
    put = {"repo": connect["did"], "collection": "app.bsky.feed.post", "rkey": "3jzfcijpj2z2a", "record": record}
    first = client.com.atproto.repo.put_record(put)
    held("bluesky: putRecord twice is once", client.com.atproto.repo.put_record(put).cid == first.cid)
    got = client.com.atproto.repo.get_record({k: put[k] for k in ("repo", "collection", "rkey")})
    held("bluesky: getRecord", got.cid == first.cid and got.value.text == "Twice")
    held("bluesky: deleteRecord", client.delete_post(first.uri))
    try:
        client.com.atproto.repo.get_record({k: put[k] for k in ("repo", "collection", "rkey")})
        held("bluesky: RecordNotFound", False)
    except BadRequestError as error:
        held("bluesky: RecordNotFound", error.response.content.error == "RecordNotFound")
    try:
        client.send_post("x" * 301)
        held("bluesky: a text that is too long is refused", False)
    except BadRequestError as error:
        held("bluesky: a text that is too long is refused", "300 graphemes" in error.response.content.message)
    # The client renews its session by itself when the server says that the token has expired or is about to.
    again = Client(f"{BASE}/platforms/bsky.social/xrpc")
    again.login(session_string=client.export_session_string())
    held("bluesky: a session is taken up again", again.me.did == connect["did"])


def mastodon():
    from mastodon import Mastodon, MastodonAPIError, MastodonRatelimitError, MastodonUnauthorizedError

    connect = account("mastodon", "check", processing_seconds=1)
    base = f"{BASE}/platforms/mastodon.social"
    client_id, client_secret = Mastodon.create_app(
        "Check", scopes=["read", "write"], redirect_uris="urn:ietf:wg:oauth:2.0:oob", api_base_url=base
    )
    app = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
    page = urllib.request.urlopen(app.auth_request_url(scopes=["read", "write"], allow_http=True) + "&auto=allow&account=check")
    code = page.read().decode().split("<pre>")[1].split("</pre>")[0]
    app.log_in(code=code, scopes=["read", "write"], allow_http=True)
    held("mastodon: an app registers itself and logs in", app.account_verify_credentials().acct == "check")
    pasted = Mastodon(access_token=connect["access_token"], api_base_url=base, ratelimit_method="throw")
    me = pasted.account_verify_credentials()
    held("mastodon: verify_credentials", str(me.id) == connect["id"])
    held("mastodon: instance", pasted.instance().configuration.statuses.max_characters == 500)
    media = pasted.media_post(io.BytesIO(picture()), mime_type="image/jpeg", description="A street at dawn")
    held("mastodon: media_post", media.type == "image" and media.description == "A street at dawn")
    clip = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
    clip = pasted.media_post(io.BytesIO(clip), mime_type="video/mp4", synchronous=True)
    held("mastodon: a clip is processed", clip.url is not None)
    status = pasted.status_post("Morning", media_ids=[media], idempotency_key="k1", visibility="unlisted")
    held("mastodon: status_post", status.media_attachments[0].id == media.id and status.visibility == "unlisted")
    held("mastodon: Idempotency-Key", pasted.status_post("Morning", idempotency_key="k1").id == status.id)
    order("comments", {"platform": "mastodon", "post_id": str(status.id), "author": "bo@elsewhere.example", "text": "Nice"})
    held("mastodon: context", [reply.account.acct for reply in pasted.status_context(status).descendants] == ["bo@elsewhere.example"])
    held("mastodon: favourite", pasted.status_favourite(status).favourites_count == 1)
    held("mastodon: reblog", pasted.status_reblog(status).reblog.id == status.id)
    held("mastodon: account_statuses", [post.id for post in pasted.account_statuses(me)] == [status.id])
    import datetime

    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    waiting = pasted.status_post("Later", scheduled_at=later)
    held("mastodon: scheduled_at", [post.id for post in pasted.scheduled_statuses()] == [waiting.id])
    pasted.scheduled_status_delete(waiting)
    held("mastodon: edit", pasted.status_update(status, "Evening").edited_at is not None)
    held("mastodon: delete", pasted.status_delete(status) is not None)
    try:
        pasted.status_post("x" * 501)
        held("mastodon: a status that is too long is refused", False)
    except MastodonAPIError as error:
        held("mastodon: a status that is too long is refused", error.args[1] == 422)
    order("platform_faults", {"platform": "mastodon", "call": "post_status", "fault": "rate_limited"})
    try:
        pasted.status_post("Fast")
        held("mastodon: 429 is MastodonRatelimitError", False)
    except MastodonRatelimitError:
        held("mastodon: 429 is MastodonRatelimitError", True)
    app.revoke_access_token(allow_http=True)
    order("platform_faults", {"platform": "mastodon", "call": "verify_credentials", "fault": "token_revoked"})
    try:
        pasted.account_verify_credentials()
        held("mastodon: a revoked token is MastodonUnauthorizedError", False)
    except MastodonUnauthorizedError:
        held("mastodon: a revoked token is MastodonUnauthorizedError", True)


def back_from(page):
    """Where a login's page sends the browser of a person who allows it at once."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    try:
        urllib.request.build_opener(Stay).open(f"{page}&auto=allow&account=check")
    except urllib.error.HTTPError as answer:
        return answer.headers["location"]


def x():
    import tweepy

    def here(session):
        """Tweepy knows one host only: its session asks ours, before a call is signed."""
        ask = session.request
        hosts = {"https://api.twitter.com": "api.x.com", "https://api.x.com": "api.x.com"}

        def asked(method, url, *rest, **more):
            for host, ours in hosts.items():
                url = url.replace(host, f"{BASE}/platforms/{ours}")
            return ask(method, url, *rest, **more)

        session.request = asked
        return session

    callback = "http://127.0.0.1:28789/x/callback"
    connect = account("x", "check", followers=3)
    login = tweepy.OAuth2UserHandler(
        client_id=connect["client_id"], redirect_uri=callback, scope=["tweet.read", "tweet.write", "users.read", "offline.access"]
    )
    here(login)
    page = login.get_authorization_url()
    page = page.replace(page.split("/i/oauth2")[0], f"{BASE}/platforms/x.com")
    token = login.fetch_token(back_from(page))
    held("x: a login with PKCE", token["token_type"] == "bearer" and "refresh_token" in token)
    client = tweepy.Client(token["access_token"])
    here(client.session)
    me = client.get_me(user_fields=["public_metrics"], user_auth=False).data
    held("x: get_me", me.username == "check" and me.public_metrics["followers_count"] == 3)
    signed = tweepy.Client(
        consumer_key=connect["api_key"],
        consumer_secret=connect["api_key_secret"],
        access_token=connect["access_token"],
        access_token_secret=connect["access_token_secret"],
    )
    here(signed.session)
    held("x: get_me, signed with four keys", signed.get_me().data.id == me.id)
    post = signed.create_tweet(text="Morning & evening https://example.org/x", reply_settings="following").data
    held("x: create_tweet, signed", post["text"].startswith("Morning &amp; evening https://t.co/"))
    reply = client.create_tweet(text="More", in_reply_to_tweet_id=post["id"], user_auth=False).data
    read = client.get_tweet(post["id"], tweet_fields=["entities", "created_at", "public_metrics"])
    held("x: get_tweet", read.data.entities["urls"][0]["expanded_url"] == "https://example.org/x")
    held("x: a reply counts", read.data.public_metrics["reply_count"] == 1)
    order("comments", {"platform": "x", "post_id": post["id"], "author": "bo", "text": "Nice"})
    named = client.get_users_mentions(me.id, expansions=["author_id"])
    held("x: get_users_mentions", named.data[0].text == "@check Nice" and named.includes["users"][0].username == "bo")
    pages = tweepy.Paginator(signed.get_users_tweets, me.id, max_results=5, user_auth=True).flatten(limit=20)
    held("x: get_users_tweets", [str(found.id) for found in pages] == [reply["id"], post["id"]])
    held("x: retweet", signed.retweet(post["id"]).data["retweeted"])
    missing = client.get_tweet(1)
    held("x: a post that is not there", missing.data is None and missing.errors[0]["title"] == "Not Found Error")
    for what, call in {
        "a duplicate": lambda: signed.create_tweet(text="Morning & evening https://example.org/x"),
        "a like": lambda: signed.like(post["id"]),
    }.items():
        try:
            call()
            held(f"x: {what} is Forbidden", False)
        except tweepy.Forbidden:
            held(f"x: {what} is Forbidden", True)
    order("platform_faults", {"platform": "x", "call": "tweet", "fault": "rate_limited", "seconds": 9})
    try:
        signed.create_tweet(text="Fast")
        held("x: 429 is TooManyRequests with its moment", False)
    except tweepy.TooManyRequests as error:
        held("x: 429 is TooManyRequests with its moment", error.reset_time is not None)
    held("x: delete_tweet", signed.delete_tweet(post["id"]).data["deleted"])
    signed.consumer_secret = "wrong"
    try:
        signed.get_me()
        held("x: a wrong signature is Unauthorized", False)
    except tweepy.Unauthorized:
        held("x: a wrong signature is Unauthorized", True)
    renewed = login.refresh_token(f"{BASE}/platforms/api.x.com/2/oauth2/token", refresh_token=token["refresh_token"], auth=None, body=f"client_id={connect['client_id']}")
    held("x: a refresh brings another refresh token", renewed["refresh_token"] != token["refresh_token"])


def youtube():
    import google_auth_httplib2
    import httplib2
    from google_auth_oauthlib.flow import Flow
    from googleapiclient.discovery import build
    from googleapiclient.errors import HttpError
    from googleapiclient.http import MediaIoBaseUpload

    class Here(httplib2.Http):
        """The client knows Google's hosts only."""

        def request(self, uri, *rest, **more):
            return super().request(uri.replace("https://", f"{BASE}/platforms/"), *rest, **more)

    connect = account("youtube", "check", subscribers=4, processing_seconds=1)
    config = {
        "client_id": connect["client_id"],
        "client_secret": connect["client_secret"],
        "auth_uri": f"{BASE}/platforms/accounts.google.com/o/oauth2/v2/auth",
        "token_uri": f"{BASE}/platforms/oauth2.googleapis.com/token",
    }
    scopes = [f"https://www.googleapis.com/auth/{right}" for right in ("youtube.upload", "youtube.readonly", "youtube.force-ssl")]
    flow = Flow.from_client_config(
        {"installed": config}, scopes, redirect_uri="http://127.0.0.1:5000/", autogenerate_code_verifier=True
    )
    page, _ = flow.authorization_url(access_type="offline", prompt="consent")
    flow.fetch_token(authorization_response=back_from(page))
    login = flow.credentials
    held("youtube: a login with PKCE", login.valid and login.refresh_token is not None)
    http = Here()
    # As the client's own build_http does: 308 means "go on".
    http.redirect_codes = http.redirect_codes - {308}
    api = build("youtube", "v3", http=google_auth_httplib2.AuthorizedHttp(login, http=http))
    channel = api.channels().list(part="snippet,statistics,contentDetails", mine=True).execute()["items"][0]
    held("youtube: channels.list", channel["snippet"]["customUrl"] == "@check" and channel["statistics"]["subscriberCount"] == "4")
    clip = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(700_000)
    said = {"snippet": {"title": "Dawn"}, "status": {"privacyStatus": "public", "containsSyntheticMedia": True}}
    media = MediaIoBaseUpload(io.BytesIO(clip), "video/mp4", chunksize=256 * 1024, resumable=True)
    upload = api.videos().insert(part="snippet,status", body=said, media_body=media)
    pieces, video = 0, None
    # The third piece breaks off, and the client asks the session how much has arrived.
    while video is None:
        if pieces == 2:
            order("platform_faults", {"platform": "youtube", "call": "upload", "fault": "error_before"})
        try:
            _, video = upload.next_chunk()
        except HttpError as error:
            held("youtube: a piece breaks off", error.status_code == 503)
        pieces += 1
    held("youtube: videos.insert in pieces", pieces >= 3 and video["status"]["uploadStatus"] == "uploaded")
    found = api.videos().list(part="status,statistics,processingDetails", id=video["id"]).execute()["items"][0]
    held("youtube: videos.list", found["status"]["containsSyntheticMedia"] and found["statistics"]["viewCount"] == "0")
    set_to = MediaIoBaseUpload(io.BytesIO(picture()), "image/jpeg")
    held("youtube: thumbnails.set", "items" in api.thumbnails().set(videoId=video["id"], media_body=set_to).execute())
    words = {"snippet": {"videoId": video["id"], "topLevelComment": {"snippet": {"textOriginal": "First"}}}}
    first = api.commentThreads().insert(part="snippet", body=words).execute()
    answer = {"snippet": {"parentId": first["id"], "textOriginal": "Second"}}
    held("youtube: comments.insert", api.comments().insert(part="snippet", body=answer).execute()["snippet"]["parentId"] == first["id"])
    threads = api.commentThreads().list(part="snippet,replies", videoId=video["id"]).execute()["items"]
    held("youtube: commentThreads.list", threads[0]["replies"]["comments"][0]["snippet"]["textDisplay"] == "Second")
    uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"]
    listed = api.playlistItems().list(part="snippet,contentDetails", playlistId=uploads).execute()["items"]
    held("youtube: playlistItems.list", listed[0]["contentDetails"]["videoId"] == video["id"])
    order("platform_faults", {"platform": "youtube", "call": "videos", "fault": "token_expired"})
    again = api.videos().list(part="status", id=video["id"]).execute()
    held("youtube: the client renews an expired token by itself", len(again["items"]) == 1)
    for reason, call in {
        "videoNotFound": lambda: api.videos().delete(id="nothing").execute(),
        "quotaExceeded": lambda: api.channels().list(part="id", mine=True).execute(),
    }.items():
        if reason == "quotaExceeded":
            order("platform_faults", {"platform": "youtube", "call": "channels", "fault": "rate_limited"})
        try:
            call()
            held(f"youtube: {reason}", False)
        except HttpError as error:
            held(f"youtube: {reason}", error.error_details[0]["reason"] == reason)
    held("youtube: videos.delete", api.videos().delete(id=video["id"]).execute() == "")


if __name__ == "__main__":
    asyncio.run(telegram())
    bluesky()
    mastodon()
    x()
    youtube()
    held("feed: nothing was doubled", look("published")["doubled"] == 0)
    print(f"{held.broken} broken")
    sys.exit(1 if held.broken else 0)
