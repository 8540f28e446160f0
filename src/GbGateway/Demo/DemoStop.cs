namespace GbGateway.Demo;

/// <summary>One stop of the tour: a request, and how its answer is kept.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Path">The path asked.</param>
/// <param name="Body">The JSON posted, or null for GET.</param>
/// <param name="File">The name of the file the labelled answer is written to.</param>
/// <param name="Kind">How the answer is read.</param>
public sealed record DemoStop(string Title, string Path, string? Body, string File, DemoKind Kind)
{
    /// <summary>The whole tour.</summary>
    public static IReadOnlyList<DemoStop> All { get; } =
    [
        new("Chat in Chinese, JSON", "/v1/chat/completions", """{"model":"demo","messages":[{"role":"user","content":"写一句晚霞"}]}""", "chat-zh.json", DemoKind.ChatJson),
        new("Chat in English, JSON", "/v1/chat/completions", """{"model":"demo","messages":[{"role":"user","content":"One line on dusk"}]}""", "chat-en.json", DemoKind.ChatJson),
        new("Chat in Chinese, streamed", "/v1/chat/completions", """{"model":"demo","stream":true,"messages":[{"role":"user","content":"写一句晚霞"}]}""", "chat-zh.sse", DemoKind.ChatStream),
        new("Chat in English, streamed", "/v1/chat/completions", """{"model":"demo","stream":true,"messages":[{"role":"user","content":"One line on dusk"}]}""", "chat-en.sse", DemoKind.ChatStream),
        new("Picture as b64_json, PNG", "/v1/images/generations", """{"prompt":"hills","output_format":"png"}""", "generated.png", DemoKind.PictureJson),
        new("Picture as b64_json, JPEG", "/v1/images/generations", """{"prompt":"hills","output_format":"jpeg"}""", "generated.jpeg", DemoKind.PictureJson),
        new("Picture as b64_json, WebP", "/v1/images/generations", """{"prompt":"hills","output_format":"webp"}""", "generated.webp", DemoKind.PictureJson),
        new("Raw picture, PNG", "/pictures/hills.png", null, "hills.png", DemoKind.Picture),
        new("Raw picture, JPEG", "/pictures/hills.jpeg", null, "hills.jpeg", DemoKind.Picture),
        new("Raw picture, WebP", "/pictures/hills.webp", null, "hills.webp", DemoKind.Picture),
    ];
}
