namespace GbGateway.Content.Profiles.Others;

/// <summary>Picture APIs: whole answers only.</summary>
public static class PictureProfiles
{
    private static readonly SlotTree NoStream = SlotTree.Of(new ContentSlot("error", SlotKind.Error));

    /// <summary>Stable Diffusion WebUI (A1111, Forge, SD.Next).</summary>
    public static ApiProfile WebUi { get; } = new(
        "sdwebui", "/sdapi/v1/txt2img", "/sdapi/v1/img2img", "/sdapi/v1/extra-single-image", "/sdapi/v1/extra-batch-images", "/sdapi/v1/progress")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Plain,
        Document = SlotTree.Of(
            new("info", SlotKind.Mark),
            new("html_info", SlotKind.Mark),
            new("current_image_png", SlotKind.Mark),
            new("images[]", SlotKind.Image),
            new("image", SlotKind.Image),
            new("current_image", SlotKind.Image)),
        Stream = NoStream,
    };

    /// <summary>Stability's first and second API, where they answer in JSON.</summary>
    public static ApiProfile Stability { get; } = new(
        "stability", "/text-to-image", "/image-to-image", "/masking", "/upscale", "/generate/*", "/edit/*", "/upscale/*", "/results/*")
    {
        Document = SlotTree.Of(
            new("artifacts[].base64", SlotKind.Image),
            new("image", SlotKind.Image),
            new("video", SlotKind.Audio)),
        Stream = NoStream,
    };

    /// <summary>Black Forest Labs: a job whose result is a link.</summary>
    public static ApiProfile BlackForestLabs { get; } = new("bfl", "/get_result")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("status", SlotKind.Mark),
            new("result.sample", SlotKind.Image)),
        Stream = NoStream,
    };

    /// <summary>Replicate: a prediction whose output is a link, links, or text.</summary>
    public static ApiProfile Replicate { get; } = new("replicate", "/predictions", "/predictions/*")
    {
        Document = SlotTree.Of(
            new("output", SlotKind.Image),
            new("output[]", SlotKind.Image)),
        Stream = NoStream,
    };

    /// <summary>Ark's, Zhipu's and Kling's tasks: links to pictures and films.</summary>
    public static ApiProfile Tasks { get; } = new("tasks", "/generations/tasks/*", "/async-result/*", "/image_generation", "/video_generation", "/t2a_v2")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("task_status", SlotKind.Mark),
            new("status", SlotKind.Mark),
            new("base_resp", SlotKind.Mark),
            new("content.video_url", SlotKind.Audio),
            new("content.last_frame_url", SlotKind.Image),
            new("content.file_url", SlotKind.Audio),
            new("video_result[].url", SlotKind.Audio),
            new("video_result[].cover_image_url", SlotKind.Image),
            new("image_result[].url", SlotKind.Image),
            new("choices[].message.content", SlotKind.Text),
            new("data.audio", SlotKind.Audio),
            new("data.image_urls[]", SlotKind.Image),
            new("data.image_base64[]", SlotKind.Image),
            new("data.binary_data_base64[]", SlotKind.Image),
            new("data.task_result.images[].url", SlotKind.Image),
            new("data.task_result.videos[].url", SlotKind.Audio)),
        Stream = SlotTree.Of(new ContentSlot("data.audio", SlotKind.Audio)),
    };
}
