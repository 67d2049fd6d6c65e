"""Which fields of Bluesky's objects wire.py reads, and which it leaves on purpose.

From the AT Protocol's lexicons of 2026-08-20; a field in neither list is news.
"""

from __future__ import annotations

from passaparola.connectors.wild import Fields

FIELDS = {
    "app.bsky.feed.defs#postView": Fields(
        read=frozenset(
            {"uri", "author", "record", "indexedAt", "replyCount", "repostCount", "likeCount", "quoteCount"}
        ),
        # cid: a post's versions are one message; embed: getQuotes tells quotes; the rest is for display
        ignored=frozenset({"cid", "embed", "bookmarkCount", "viewer", "labels", "threadgate", "debug"}),
    ),
    "app.bsky.feed.defs#threadViewPost": Fields(
        read=frozenset({"post", "replies"}),
        ignored=frozenset({"parent", "threadContext"}),  # what came before the post is not its cascade
    ),
    "app.bsky.feed.defs#notFoundPost": Fields(read=frozenset({"notFound"}), ignored=frozenset({"uri"})),
    "app.bsky.feed.defs#blockedPost": Fields(
        read=frozenset({"blocked"}), ignored=frozenset({"uri", "author"})
    ),
    "app.bsky.actor.defs#profileView": Fields(
        read=frozenset({"did", "handle", "displayName", "labels"}),
        ignored=frozenset(
            {
                *("pronouns", "description", "avatar", "associated", "indexedAt", "createdAt"),
                *("viewer", "verification", "status", "debug"),
            }
        ),
    ),
    "app.bsky.actor.defs#profileViewDetailed": Fields(
        read=frozenset({"did", "followersCount"}),
        # everything else was already told by the profileView of the listing, or is display
        ignored=frozenset(
            {
                *("handle", "displayName", "description", "pronouns", "website", "avatar", "banner"),
                *("followsCount", "postsCount", "associated", "joinedViaStarterPack", "indexedAt"),
                *("createdAt", "viewer", "labels", "pinnedPost", "verification", "status", "debug"),
            }
        ),
    ),
    "app.bsky.feed.getLikes#like": Fields(
        read=frozenset({"actor", "createdAt", "indexedAt"}), ignored=frozenset()
    ),
    "app.bsky.feed.repost": Fields(read=frozenset({"subject", "createdAt", "via"}), ignored=frozenset()),
    "app.bsky.feed.like": Fields(read=frozenset({"subject", "createdAt", "via"}), ignored=frozenset()),
    "app.bsky.graph.defs#relationship": Fields(
        read=frozenset({"did", "following", "followedBy"}),
        ignored=frozenset({"blocking", "blockedBy", "blockingByList", "blockedByList"}),
    ),
}
