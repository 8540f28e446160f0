namespace GbGateway.Content.Profiles.Others;

/// <summary>Hosts of many models: pictures, films and sound as links, or sound in base64.</summary>
public static class HostedMediaProfiles
{
    private static readonly SlotTree NoStream = SlotTree.Of(new ContentSlot("error", SlotKind.Error));

    /// <summary>fal, Luma, Leonardo.</summary>
    public static ApiProfile Links { get; } = new("media-links")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("image.content_type", SlotKind.Mark),
            new("video.content_type", SlotKind.Mark),
            new("audio.content_type", SlotKind.Mark),
            new("audio_file.content_type", SlotKind.Mark),
            new("generation_type", SlotKind.Mark),
            new("generations_by_pk", SlotKind.Mark),
            new("image.url", SlotKind.Image),
            new("images[].url", SlotKind.Image),
            new("video.url", SlotKind.Audio),
            new("audio.url", SlotKind.Audio),
            new("audio_file.url", SlotKind.Audio),
            new("assets.image", SlotKind.Image),
            new("assets.video", SlotKind.Audio),
            new("assets.progress_video", SlotKind.Audio),
            new("generations_by_pk.generated_images[].url", SlotKind.Image)),
        Stream = NoStream,
    };

    /// <summary>Sound inside of JSON: Google, ElevenLabs.</summary>
    public static ApiProfile Sound { get; } = new("sound", "/text:synthesize", "/text-to-speech/*/with-timestamps", "/text-to-speech/*/stream/with-timestamps")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("audioContent", SlotKind.Audio),
            new("audio_base64", SlotKind.Audio)),
        Stream = SlotTree.Of(new ContentSlot("audio_base64", SlotKind.Audio)),
    };
}
