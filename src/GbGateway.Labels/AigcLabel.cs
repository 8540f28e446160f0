namespace GbGateway.Labels;

/// <summary>The values of the element <c>Label</c> (<c>GB-E-c</c>).</summary>
public static class AigcLabel
{
    /// <summary>The content is AI-generated.</summary>
    public const string Is = "1";

    /// <summary>The content may be AI-generated: its uploader declares it (<c>MEA-6</c>).</summary>
    public const string MayBe = "2";

    /// <summary>The content is suspected to be AI-generated: traces of it were found (<c>MEA-6</c>).</summary>
    public const string Suspected = "3";
}
