namespace GbGateway.Content.Profiles;

/// <summary>What a request says about the answer it wants.</summary>
public sealed record RequestFacts
{
    /// <summary>Facts of a request that was not read.</summary>
    public static RequestFacts Unknown { get; } = new();

    /// <summary>Whether a stream was asked for; null if the request doesn't say.</summary>
    public bool? Stream { get; init; }

    /// <summary>Whether the answer is machine-readable (JSON mode, a schema, a grammar): a label inside would break it.</summary>
    public bool StructuredOutput { get; init; }

    /// <summary>Whether the answer is a piece of code to be pasted (fill in the middle): a label inside would break it.</summary>
    public bool CodeCompletion { get; init; }

    /// <summary>Whether the answer has token log probabilities with offsets into the text: nothing may stand before the text.</summary>
    public bool Logprobs { get; init; }

    /// <summary>Whether the stream was asked to bring only what is new in each event (DashScope's <c>incremental_output</c>).</summary>
    public bool Incremental { get; init; }

    /// <summary>Whether the answer may call tools.</summary>
    public bool Tools { get; init; }

    /// <summary>How many answers or pictures were asked for; null if the request doesn't say.</summary>
    public int? Count { get; init; }

    /// <summary>The format of pictures asked for, as the request writes it: <c>png</c>; null if it doesn't say.</summary>
    public string? ImageFormat { get; init; }

    /// <summary>The client's own user, for whom it asks: as the request writes it until the gateway has put a keyed hash in its place. Null if it doesn't say.</summary>
    public string? User { get; init; }

    /// <summary>The model asked for, or empty where the request doesn't say.</summary>
    public string Model { get; init; } = "";

    /// <summary>Whether the text label may stand inside the text.</summary>
    public bool AllowsInlineLabel => !StructuredOutput && !CodeCompletion;
}
