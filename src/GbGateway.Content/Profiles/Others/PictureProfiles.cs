namespace GbGateway.Content.Profiles.Others;

/// <summary>Picture APIs: whole answers only.</summary>
public static class PictureProfiles
{
    private static readonly SlotTree NoStream = SlotTree.Of(new ContentSlot("error", SlotKind.Error));

    /// <summary>Stable Diffusion WebUI (A1111, Forge, SD.Next).</summary>
    public static ApiProfile WebUi { get; } = new(
        "sdwebui", "/sdapi/v1/txt2img", "/sdapi/v1/img2img", "/sdapi/v1/extra-single-image", "/sdapi/v1/extra-batch-images", "/sdapi/v1/progress",
        "/internal/progress", "/controlnet/detect")
    {
        IsToldByShape = true,
        Errors = ErrorDialect.Plain,
        Document = SlotTree.Of(
            new("info", SlotKind.Mark),
            new("html_info", SlotKind.Mark),
            new("current_image_png", SlotKind.Mark),
            new("progress", SlotKind.Mark),
            new("parameters", SlotKind.Mark),
            new("images[]", SlotKind.Image),
            new("image", SlotKind.Image),
            new("current_image", SlotKind.Image),
            new("live_preview", SlotKind.Image)),
        Stream = NoStream,
    };

    /// <summary>ComfyUI's history: references to files, and the texts that nodes show.</summary>
    public static ApiProfile ComfyUi { get; } = new("comfyui", "/history", "/history/*")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("*.outputs.*.text[]", SlotKind.Text),
            new("*.outputs.*.string[]", SlotKind.Text)),
        Stream = NoStream,
    };

    /// <summary>Stability's first and second API, where they answer in JSON; Bedrock serves both.</summary>
    public static ApiProfile Stability { get; } = new(
        "stability", "/text-to-image", "/image-to-image", "/masking", "/upscale", "/generate/*", "/edit/*", "/control/*", "/upscale/*", "/results/*", "/result/*")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("finish_reason", SlotKind.Mark),
            new("finish_reasons", SlotKind.Mark),
            new("seed", SlotKind.Mark),
            new("seeds", SlotKind.Mark),
            new("artifacts[].finishReason", SlotKind.Mark),
            new("artifacts[].seed", SlotKind.Mark),
            new("artifacts[].base64", SlotKind.Image),
            new("images[]", SlotKind.Image),
            new("image", SlotKind.Image),
            new("audio", SlotKind.Audio),
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

    /// <summary>Replicate: a prediction whose output is a link, links, or text in pieces; streams are plain text.</summary>
    public static ApiProfile Replicate { get; } = new("replicate", "/predictions", "/predictions/*", "/streams/*")
    {
        IsToldByShape = true,
        SharesRun = true,
        PlainText = new PlainTextEvents("output", "done", "error"),
        Document = SlotTree.Of(
            new("urls", SlotKind.Mark),
            new("version", SlotKind.Mark),
            new("metrics", SlotKind.Mark),
            new("output", SlotKind.Output),
            new("output.text", SlotKind.Text),
            new("output[]", SlotKind.Output)),
        Stream = NoStream,
    };

    /// <summary>Ark's, Zhipu's, MiniMax's, Kling's, Vidu's, Jimeng's, Runway's tasks: links to pictures and films, or base64, or hexadecimal sound.</summary>
    public static ApiProfile Tasks { get; } = new(
        "tasks", "/generations/tasks/*", "/async-result/*", "/image_generation", "/video_generation", "/query/video_generation", "/files/retrieve", "/t2a_v2", "/t2a_async_v2",
        "/ent/v2/tasks/*/creations", "/v1/videos/*/*", "/v1/images/*/*")
    {
        IsToldByShape = true,
        Document = SlotTree.Of(
            new("task_status", SlotKind.Mark),
            new("status", SlotKind.Mark),
            new("state", SlotKind.Mark),
            new("code", SlotKind.Mark),
            new("base_resp", SlotKind.Mark),
            new("data.task_status", SlotKind.Mark),
            new("content.video_url", SlotKind.Audio),
            new("content.last_frame_url", SlotKind.Image),
            new("content.file_url", SlotKind.Audio),
            new("video_result[].url", SlotKind.Audio),
            new("video_result[].cover_image_url", SlotKind.Image),
            new("image_result[].url", SlotKind.Image),
            new("creations[].url", SlotKind.Audio),
            new("creations[].cover_url", SlotKind.Image),
            new("choices[].message.content", SlotKind.Text),
            new("choices[].message.reasoning_content", SlotKind.SideText),
            new("file.download_url", SlotKind.Audio),
            new("data.audio", SlotKind.Audio),
            new("data.image_urls[]", SlotKind.Image),
            new("data.image_base64[]", SlotKind.Image),
            new("data.binary_data_base64[]", SlotKind.Image),
            new("data.video_url", SlotKind.Audio),
            new("data.task_result.images[].url", SlotKind.Image),
            new("data.task_result.videos[].url", SlotKind.Audio),
            new("output[]", SlotKind.Output)),
        Stream = SlotTree.Of(new ContentSlot("data.audio", SlotKind.Audio)),
    };

    /// <summary>Answers of APIs nobody named: every string at any depth that is a picture.</summary>
    public static ApiProfile Anywhere { get; } = new("pictures")
    {
        Document = SlotTree.Of(new ContentSlot("**", SlotKind.Image)),
        Stream = SlotTree.Of(new ContentSlot("**", SlotKind.Image)),
    };
}
