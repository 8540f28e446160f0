using GbGateway.Content.Profiles.Agents;
using GbGateway.Content.Profiles.Alibaba;
using GbGateway.Content.Profiles.Anthropic;
using GbGateway.Content.Profiles.Baidu;
using GbGateway.Content.Profiles.Google;
using GbGateway.Content.Profiles.MiniMax;
using GbGateway.Content.Profiles.Mistral;
using GbGateway.Content.Profiles.Ollama;
using GbGateway.Content.Profiles.OpenAi;
using GbGateway.Content.Profiles.Others;
using GbGateway.Content.Profiles.Tencent;
using GbGateway.Content.Profiles.Zhipu;

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
        OpenAiProfiles.Infill,
        OpenAiProfiles.Responses,
        OpenAiProfiles.Images,
        OpenAiProfiles.Speech,
        OpenAiProfiles.Batch,
        OpenAiThreads.Messages,
        OpenAiStored.Lists,
        new AnthropicMessages(),
        AnthropicBatch.Results,
        AnthropicCompletions.Text,
        GoogleProfiles.Gemini,
        GoogleProfiles.GeminiBatch,
        GoogleProfiles.GeminiBatchFile,
        GoogleProfiles.Imagen,
        GooglePredictions.Texts,
        GeminiInteractions.Native,
        MistralConversations.Native,
        ServerTextProfiles.LmStudio,
        ServerTextProfiles.Kobold,
        ServerTextProfiles.Triton,
        OllamaProfiles.Chat,
        OllamaProfiles.Generate,
        OtherTextProfiles.Cohere,
        OtherTextProfiles.CohereV1,
        OtherTextProfiles.Cloudflare,
        HunyuanProfiles.Native,
        MiniMaxProfiles.Pro,
        ZhipuProfiles.V3,
        BedrockProfiles.Native,
        BedrockProfiles.Streams,
        DashScope.Native,
        AgentProfiles.Dify,
        AgentProfiles.AppBuilder,
        AgentProfiles.Coze,
        HostedTextProfiles.Watsonx,
        HostedTextProfiles.SenseNova,
        HostedTextProfiles.AlephAlpha,
        HostedTextProfiles.Databricks,
        PictureProfiles.WebUi,
        PictureProfiles.ComfyUi,
        PictureProfiles.BlackForestLabs,
        PictureProfiles.Replicate,
        PictureProfiles.Tasks,
        PictureProfiles.Stability,
        HostedMediaProfiles.Links,
        HostedMediaProfiles.Sound,
        OpenAiProfiles.Completions,
        OtherTextProfiles.LlamaCpp,
        OtherTextProfiles.LlamaCppInfill,
        OtherTextProfiles.Tgi,
        OtherTextProfiles.Sglang,
        OtherTextProfiles.Vllm,
        OtherTextProfiles.Ai21,
    ];

    /// <summary>The API whose dialect is spoken where none is known.</summary>
    public static ApiProfile Default => OpenAiProfiles.Chat;

    /// <summary>The profile of answers that show no API but hold pictures.</summary>
    public static ApiProfile Pictures => PictureProfiles.Anywhere;

    /// <summary>The API that requests to <paramref name="path"/> belong to, or null.</summary>
    public static ApiProfile? ByPath(ReadOnlySpan<char> path) => ProfileCatalog.BuiltIn.ByPath(path);
}
