"""Which fields of Bluesky's objects are read, and which are left on purpose.

Read in wire.py, answers.py, notices.py and embeds.py. From the AT Protocol's lexicons of 2026-08-20; a field
in neither list is news.
"""

from __future__ import annotations

from passaparola.connectors.wild import Fields

FIELDS = {
    "app.bsky.feed.defs#postView": Fields(
        read=frozenset(
            {
                *("uri", "author", "record", "indexedAt", "embed"),
                *("replyCount", "repostCount", "likeCount", "quoteCount"),
            }
        ),
        # cid: a post's versions are one message; the rest is for display
        ignored=frozenset({"cid", "bookmarkCount", "viewer", "labels", "threadgate", "debug"}),
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
    # what follows is asked in an account's own name
    "com.atproto.server.createSession": Fields(
        read=frozenset({"accessJwt", "refreshJwt", "handle", "did", "active", "status"}),
        # didDoc: the server was found before; the rest is between the account and its server
        ignored=frozenset({"didDoc", "email", "emailConfirmed", "emailAuthFactor"}),
    ),
    "com.atproto.server.refreshSession": Fields(
        read=frozenset({"accessJwt", "refreshJwt"}),
        ignored=frozenset(
            {"handle", "did", "didDoc", "email", "emailConfirmed", "emailAuthFactor", "active", "status"}
        ),
    ),
    "com.atproto.server.getSession": Fields(
        read=frozenset({"handle", "did", "active", "status"}),
        ignored=frozenset({"didDoc", "email", "emailConfirmed", "emailAuthFactor"}),
    ),
    "com.atproto.server.describeServer": Fields(
        read=frozenset({"blobUploadLimit"}),
        ignored=frozenset(
            {
                *("inviteCodeRequired", "phoneVerificationRequired", "availableUserDomains", "links"),
                *("contact", "did"),
            }
        ),
    ),
    "com.atproto.server.getServiceAuth": Fields(read=frozenset({"token"}), ignored=frozenset()),
    "com.atproto.repo.uploadBlob": Fields(read=frozenset({"blob"}), ignored=frozenset()),
    "com.atproto.repo.putRecord": Fields(
        read=frozenset({"uri", "cid"}), ignored=frozenset({"commit", "validationStatus"})
    ),
    "com.atproto.repo.getRecord": Fields(read=frozenset({"uri", "cid", "value"}), ignored=frozenset()),
    "com.atproto.repo.deleteRecord": Fields(read=frozenset(), ignored=frozenset({"commit"})),
    "app.bsky.feed.post": Fields(
        read=frozenset({"text", "createdAt", "reply", "facets", "embed", "langs"}),
        ignored=frozenset({"entities", "labels", "tags"}),
    ),
    "app.bsky.feed.post#replyRef": Fields(read=frozenset({"root", "parent"}), ignored=frozenset()),
    "app.bsky.richtext.facet": Fields(read=frozenset({"features"}), ignored=frozenset({"index"})),
    "app.bsky.richtext.facet#mention": Fields(read=frozenset({"did"}), ignored=frozenset()),
    "app.bsky.notification.listNotifications#notification": Fields(
        read=frozenset({"uri", "author", "reason", "record", "indexedAt"}),
        # reasonSubject: a record says it too, and names the post where a repost of ours is meant; isRead: for
        # the account's own screens; labels: what moderators say is shown by Bluesky's own apps
        ignored=frozenset({"cid", "reasonSubject", "starterPack", "isRead", "labels"}),
    ),
    # via: the starter pack; who follows, follows
    "app.bsky.graph.follow": Fields(read=frozenset({"createdAt"}), ignored=frozenset({"subject", "via"})),
    "app.bsky.embed.record": Fields(read=frozenset({"record"}), ignored=frozenset()),
    "app.bsky.embed.recordWithMedia": Fields(read=frozenset({"record", "media"}), ignored=frozenset()),
    "app.bsky.embed.recordWithMedia#view": Fields(read=frozenset({"media"}), ignored=frozenset({"record"})),
    "app.bsky.embed.external#external": Fields(
        read=frozenset({"uri"}),
        ignored=frozenset({"title", "description", "thumb", "associatedRefs"}),
    ),
    "app.bsky.embed.images#view": Fields(read=frozenset({"images"}), ignored=frozenset()),
    "app.bsky.embed.images#viewImage": Fields(
        read=frozenset({"fullsize"}), ignored=frozenset({"thumb", "alt", "aspectRatio"})
    ),
    "app.bsky.embed.gallery#view": Fields(read=frozenset({"items"}), ignored=frozenset()),
    "app.bsky.embed.gallery#viewImage": Fields(
        read=frozenset({"fullsize"}), ignored=frozenset({"thumbnail", "alt", "aspectRatio"})
    ),
    "app.bsky.embed.video#view": Fields(
        read=frozenset({"playlist"}),
        ignored=frozenset({"cid", "thumbnail", "alt", "aspectRatio", "presentation"}),
    ),
    "app.bsky.actor.profile": Fields(
        read=frozenset({"displayName"}),
        ignored=frozenset(
            {
                *("description", "pronouns", "website", "avatar", "banner", "labels"),
                *("joinedViaStarterPack", "pinnedPost", "createdAt"),
            }
        ),
    ),
    "app.bsky.video.startUpload": Fields(
        read=frozenset({"jobId", "partSizeBytes", "partCount"}), ignored=frozenset({"expiresAt"})
    ),
    "app.bsky.video.uploadPart": Fields(read=frozenset({"partNumber"}), ignored=frozenset({"sizeBytes"})),
    "app.bsky.video.finishUpload": Fields(
        read=frozenset({"completedJobId", "jobStatus"}), ignored=frozenset()
    ),
    "app.bsky.video.getJobStatus": Fields(read=frozenset({"jobStatus"}), ignored=frozenset()),
    "app.bsky.video.defs#jobStatus": Fields(
        read=frozenset({"jobId", "state", "blob", "error", "failureCode", "message"}),
        ignored=frozenset({"did", "progress"}),
    ),
}
