using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles.Alibaba;
using GbGateway.Content.Profiles.Anthropic;
using GbGateway.Content.Profiles.Baidu;
using GbGateway.Content.Profiles.Google;
using GbGateway.Content.Profiles.Ollama;
using GbGateway.Content.Profiles.OpenAi;
using GbGateway.Content.Profiles.Others;
using GbGateway.Content.Profiles.Tencent;

namespace GbGateway.Content.Profiles;

/// <summary>The APIs this gateway knows, in the order they are asked.</summary>
public static class ApiProfiles
{
    /// <summary>Every profile.</summary>
    public static IReadOnlyList<ApiProfile> All => List;

    // An array, asked on every exchange: a walk over it makes no enumerator.
    private static readonly ApiProfile[] List =
    [
        QianfanProfiles.V1,
        OpenAiProfiles.Chat,
        OpenAiProfiles.Responses,
        OpenAiProfiles.Images,
        OpenAiProfiles.Batch,
        new AnthropicMessages(),
        AnthropicBatch.Results,
        GoogleProfiles.Gemini,
        GoogleProfiles.Imagen,
        OllamaProfiles.Chat,
        OllamaProfiles.Generate,
        OtherTextProfiles.Cohere,
        OtherTextProfiles.CohereV1,
        OtherTextProfiles.Cloudflare,
        HunyuanProfiles.Native,
        PictureProfiles.WebUi,
        PictureProfiles.BlackForestLabs,
        PictureProfiles.Replicate,
        PictureProfiles.Tasks,
        PictureProfiles.Stability,
        DashScope.Native,
        OpenAiProfiles.Completions,
        OtherTextProfiles.LlamaCpp,
        OtherTextProfiles.Tgi,
    ];

    /// <summary>The API whose dialect is spoken where none is known.</summary>
    public static ApiProfile Default => OpenAiProfiles.Chat;

    /// <summary>The API that requests to <paramref name="path"/> belong to, or null.</summary>
    public static ApiProfile? ByPath(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        foreach (var profile in List)
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
        foreach (var profile in List)
        {
            var tree = streamed ? profile.Stream : profile.Document;
            if (profile.IsToldByShape && JsonScanner.TryScan(json, tree, hits, maxDepth) && ApiProfile.ShowsContent(tree, hits))
            {
                return profile;
            }
        }
        return null;
    }
}
