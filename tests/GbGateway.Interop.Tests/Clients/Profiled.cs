namespace GbGateway.Interop.Tests.Clients;

/// <summary>Which of the clients' calls speak an API that the gateway labels inline. A call not listed must see its answer unchanged.</summary>
public static class Profiled
{
    private static readonly HashSet<string> Modes =
    [
        "openai chat", "openai chat-stream", "openai chat-stream-helper", "openai images", "openai completions", "openai completions-stream",
        "azure chat", "azure chat-stream", "groq chat-stream",
        "ollama chat", "ollama chat-stream", "ollama generate",
        "ai-sdk openai-compat", "ai-sdk openai-compat-stream", "ai-sdk deepseek-stream",
        "langchain openai", "langchain openai-stream", "langchain ollama-stream",
        "fetch image-binary",
        "net-openai chat", "net-openai chat-stream", "net-openai images", "net-meai chat", "net-meai chat-stream",
    ];

    /// <summary>Whether texts and pictures of this call are labelled.</summary>
    public static bool Labels(ClientOutcome outcome) => Modes.Contains($"{outcome.Client} {outcome.Mode}");
}
