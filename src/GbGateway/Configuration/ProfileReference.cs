using System.Text;
using GbGateway.Content.Profiles;
using GbGateway.Content.Profiles.Configured;

namespace GbGateway.Configuration;

/// <summary>The part of <c>config/README.md</c> about APIs: the operator's own, and those that are built in.</summary>
internal static class ProfileReference
{
    /// <summary>Appends it.</summary>
    public static void Write(StringBuilder text)
    {
        text.Append("""

            ## APIs of your own: `GbGateway:Profiles:<name>:<key>` / 自定义接口

            An API the gateway doesn't know is described by the places of its content, as in `examples/own-api.json`; changes take effect without a restart.
            `gbgateway profile test ANSWER --config FILE` shows what would be labelled in a recorded answer. `Paths` are ends of request paths (`*` is any one
            segment); a route may pin a profile by its key `Profile`. `Document` lists the places of whole answers, `Stream` those of one event.
            用 `Profiles` 描述网关不认识的接口：列出内容所在的 JSON 路径及类型（示例见 `examples/own-api.json`），修改即时生效；用 `gbgateway profile test` 检查录制的回答会如何加标识。

            | key | values | what it does |
            |---|---|---|

            """);
        text.Append("| `Paths` | ends of paths, a list or separated by ; | Requests that are of this API. |\n");
        text.Append($"| `Framing` | {string.Join(", ", ProfileSection.Framings)} | How streams are framed where the bytes don't tell. |\n");
        text.Append("| `StreamsByDefault` | true, false | Whether it streams when the request doesn't say. |\n");
        text.Append("| `Cumulative` | true, false | Whether each event repeats the whole text: the label stands in the last. |\n");
        text.Append("| `ToldByShape` | true, false | Whether answers on other paths that have content at these places are of this API. |\n");
        text.Append("| `EndsWithDone` | true, false | Whether its streams end with `data: [DONE]`. |\n");
        text.Append($"| `Errors` | {string.Join(", ", ProfileSection.Dialects.Keys)} | Whose error format its clients read. |\n");
        text.Append("| `Document`, `Stream` | lists of places | `Path` (`data[].text`, also as `$.data[*].text`; `*` is any name), `Kind`; in `Stream` also `When`, the type of events it belongs to, and for text `Event` and `EventName`, an event of nothing but text, where the one made from the paths doesn't fit. |\n\n");
        text.Append("| `Kind` | in | what stands there |\n|---|---|---|\n");
        foreach (var kind in ConfiguredKind.All)
        {
            text.Append($"| `{kind.Word}` | {(kind.InDocuments ? "Document, Stream" : "Stream")} | {kind.Meaning} |\n");
        }
        text.Append("""

            ## APIs that are known / 内置接口

            Told by the path, else by the answer's shape where the last column says so, whatever the Content-Type.

            | profile | ends of paths | by shape |
            |---|---|---|

            """);
        foreach (var profile in ApiProfiles.All)
        {
            text.Append($"| `{profile.Name}` | {string.Join(", ", profile.Paths.Select(static path => $"`{path}`"))} | {(profile.IsToldByShape ? "yes" : "")} |\n");
        }
    }
}
