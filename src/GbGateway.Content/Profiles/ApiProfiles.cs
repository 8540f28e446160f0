using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles.Ollama;
using GbGateway.Content.Profiles.OpenAi;

namespace GbGateway.Content.Profiles;

/// <summary>The APIs this gateway knows, in the order they are asked.</summary>
public static class ApiProfiles
{
    /// <summary>Every profile.</summary>
    public static IReadOnlyList<ApiProfile> All { get; } =
    [
        new OpenAiChat(),
        new OpenAiCompletions(),
        new OpenAiImages(),
        new OllamaChat(),
        new OllamaGenerate(),
    ];

    /// <summary>The API that requests to <paramref name="path"/> belong to, or null.</summary>
    public static ApiProfile? ByPath(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        foreach (var profile in All)
        {
            if (profile.Matches(path))
            {
                return profile;
            }
        }
        return null;
    }

    /// <summary>The API whose slots hold content in <paramref name="json"/>, or null: what the path doesn't tell, the answer's shape does.</summary>
    public static ApiProfile? ByShape(ReadOnlySpan<byte> json, bool streamed, SlotHits hits, int maxDepth)
    {
        foreach (var profile in All)
        {
            var tree = streamed ? profile.Stream : profile.Document;
            if (JsonScanner.TryScan(json, tree, hits, maxDepth) && ApiProfile.HoldsContent(tree, hits))
            {
                return profile;
            }
        }
        return null;
    }
}
